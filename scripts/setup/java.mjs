/** Whether this machine has a Java for Hadoop. It looks where the lab does: JAVA_HOME, PATH, /usr/lib/jvm. */
import { readFileSync, readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Long-term releases that Hadoop 3.4 runs on. From 23 on Java refuses Subject.getSubject, which every daemon calls. */
export const USABLE = [17, 11, 21, 8]

/** @param {string} version `17.0.15`, `1.8.0_402` @returns {number} 17, 8 */
export function javaMajor(version) {
  const [first = 0, second = 0] = version.split(/[.+_-]/).map(Number)
  return first === 1 ? second : first
}

/**
 * Versions of the Javas here, from the `release` file in their folders: that takes no JVM start.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [jvms] the folder where Debian puts them
 * @returns {string[]}
 */
export function javaVersions(env = process.env, jvms = '/usr/lib/jvm') {
  const onPath = (env.PATH ?? '').split(':').map((folder) => resolved(join(folder, 'java')))
  const homes = [
    env.JAVA_HOME ?? '',
    ...onPath.map((program) => (program === '' ? '' : dirname(dirname(program)))),
    ...entries(jvms).map((name) => resolved(join(jvms, name)))
  ]
  const releases = [...new Set(homes)].filter(Boolean).map((home) => text(join(home, 'release')))
  return releases
    .map((release) => /^JAVA_VERSION="([^"]+)"/m.exec(release)?.[1] ?? '')
    .filter(Boolean)
}

/** @param {readonly string[]} versions @returns {boolean} */
export const hasUsableJava = (versions) => versions.some((v) => USABLE.includes(javaMajor(v)))

/** @param {string} path @returns {string} empty when there is no such file */
const resolved = (path) => orElse(() => realpathSync(path), '')
/** @param {string} path @returns {string} empty when there is no such file */
const text = (path) => orElse(() => readFileSync(path, 'utf8'), '')
/** @param {string} path @returns {string[]} empty when there is no such folder */
const entries = (path) => orElse(() => readdirSync(path), [])

/** @template T @param {() => T} look @param {T} absent @returns {T} */
function orElse(look, absent) {
  try {
    return look()
  } catch {
    return absent // not there or not readable: either way not a Java for us
  }
}
