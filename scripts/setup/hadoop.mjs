/**
 * Hadoop's jars, by Maven, with the user's own Maven settings. What Maven brought is compared with the committed list, byte
 * for byte; a jar that differs is removed from Maven's local repository, too, and fetched again.
 */
import { readFileSync } from 'node:fs'
import { chmod, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { lastLines, run } from './child.mjs'
import { folderSize, quickDigest, readStamp, replaceFolder, writeStamp } from './files.mjs'
import { compareJars, outline, parseJarList } from './jars.mjs'
import { Problem } from './problem.mjs'
import { size } from './report.mjs'
import { tries } from './tries.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const VERSION = '3.4.2'
/** Its version is in the pom. By its full name, so that a failure to fetch it says why. */
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin'
/** Maven prints a line a file; its own patience with a silent server is half an hour. */
const SILENCE_MS = 180_000
const LABEL = 'Hadoop'

/** @param {{ cache: string }} context @returns {string} the folder that goes on class paths as `lib/*` */
export const hadoopLib = ({ cache }) => join(cache, `hadoop-${VERSION}`, 'lib')
/** @param {{ cache: string }} context */
const stampFile = ({ cache }) => join(cache, `hadoop-${VERSION}`, '.stamp')
/** @param {{ root: string }} context @returns {string} the committed checksums */
export const jarList = ({ root }) => join(root, 'resources', 'lab-hadoop', 'jars.sha256')
/** @param {{ root: string }} context */
const pomFile = ({ root }) => join(root, 'resources', 'lab-hadoop', 'pom.xml')

/** @type {import('./steps.mjs').Step} */
export const hadoop = {
  name: 'hadoop',
  label: LABEL,
  sharedFolder: ({ cache }) => cache,

  async missing(context) {
    const lib = hadoopLib(context)
    const now = { list: quickDigest(jarList(context)), jars: await outline(lib) }
    if (now.jars === undefined) return `${VERSION}: no jars in ${lib}`
    if (isDeepStrictEqual(readStamp(stampFile(context)), now)) return undefined
    const difference = describe(await compareJars(lib, readList(context), context.signal))
    if (difference === undefined) await writeStamp(stampFile(context), now)
    return difference === undefined ? undefined : `${VERSION}: ${difference}`
  },

  async install(context) {
    const lib = hadoopLib(context)
    await replaceFolder(lib, (folder) => fetchJars(context, folder))
    const jars = await outline(lib)
    await writeStamp(stampFile(context), { list: quickDigest(jarList(context)), jars })
    const count = Object.keys(jars ?? {}).length
    return `${VERSION}, ${count} jars, ${size(await folderSize(lib))}, checksums right`
  }
}

/** @param {Context} context */
const readList = (context) => parseJarList(readFileSync(jarList(context), 'utf8'))

/** @param {Awaited<ReturnType<typeof compareJars>>} difference @returns {string | undefined} undefined for none */
function describe({ missing, damaged, surplus }) {
  const parts = Object.entries({ missing, damaged, 'not on the list': surplus })
    .filter(([, names]) => names.length > 0)
    .map(
      ([what, names]) =>
        `${what}: ${[...names.slice(0, 3), ...(names.length > 3 ? ['…'] : [])].join(', ')}`
    )
  return parts.length === 0 ? undefined : parts.join('; ')
}

/** @param {Context} context @param {string} folder an empty one */
async function fetchJars(context, folder) {
  const list = readList(context)
  await tries(context, LABEL, async () => {
    await copyJars(context, folder)
    const difference = await compareJars(folder, list, context.signal)
    const text = describe(difference)
    if (text === undefined) return
    await forget(context, folder, difference.damaged)
    throw new Problem(`Maven's jars differ from ${jarList(context)}: ${text}`, {
      remedy: 'Check the mirrors in Maven’s settings.xml, or for something between here and them.'
    })
  })
  for (const name of await readdir(folder)) await chmod(join(folder, name), 0o644)
}

/** @param {Context} context @param {string} folder @throws Problem when Maven could not fetch them all */
export async function copyJars(context, folder) {
  const { code, output, timedOut } = await maven(context, [
    `${PLUGIN}:copy-dependencies`,
    '-DincludeScope=runtime',
    `-DoutputDirectory=${folder}`
  ])
  if (timedOut) throw new Problem(`Maven was silent for ${SILENCE_MS / 60_000} minutes`)
  if (code !== 0) throw mavenProblem(output)
}

/** Removes jars from the folder and from Maven's local repository. @param {Context} context @param {string} folder @param {readonly string[]} names */
async function forget(context, folder, names) {
  if (names.length === 0) return
  // "   org.apache.hadoop:hadoop-auth:jar:3.4.2:compile:/home/x/.m2/repository/…/hadoop-auth-3.4.2.jar -- module …"
  const { output } = await maven(context, [
    `${PLUGIN}:list`,
    '-DincludeScope=runtime',
    '-DoutputAbsoluteArtifactFilename=true'
  ])
  const inRepository = [...output.matchAll(/:(\/[^:]*?\.jar)(?= |$)/gm)].map(
    (match) => match[1] ?? ''
  )
  for (const name of names) {
    await rm(join(folder, name), { force: true })
    for (const file of inRepository.filter((path) => basename(path) === name)) {
      await rm(dirname(file), { recursive: true, force: true })
    }
  }
}

/** @param {Context} context @param {readonly string[]} args */
function maven(context, args) {
  let files = 0
  let bytes = 0
  const onLine = (/** @type {string} */ line) => {
    // "Downloaded from central: https://…/hadoop-auth-3.4.2.jar (110 kB at 1.2 MB/s)"
    const match = /^(?:\[INFO\] )?Downloaded from .*\(([\d.]+) ([kMG]?)B at /.exec(line)
    if (match === null) return
    files += 1
    bytes += Number(match[1]) * ({ k: 1e3, M: 1e6, G: 1e9 }[match[2] ?? ''] ?? 1)
  }
  const options = { onLine, silenceMs: SILENCE_MS }
  // -U: ask again for what failed before; -C: a download with a wrong checksum is a failure.
  const always = ['-B', '-U', '-C', '-Dstyle.color=never', '-f', pomFile(context)]
  return context.report.during(
    LABEL,
    () => `${VERSION}: ${files} files downloaded, ${size(bytes)}`,
    () => run(context, 'mvn', [...always, ...args], options)
  )
}

/** @param {string} output @returns {Problem} */
function mavenProblem(output) {
  const errors = output.split('\n').filter((line) => line.startsWith('[ERROR]'))
  const first = errors[0]?.replace(/^\[ERROR\] | -> \[Help 1\]$/g, '').slice(0, 500)
  return new Problem(first === undefined ? 'Maven ended without a message' : `Maven: ${first}`, {
    remedy: 'Check the network, the proxy and the mirrors in Maven’s settings.xml, then try again.',
    output: first === undefined ? lastLines(output, 10) : undefined
  })
}
