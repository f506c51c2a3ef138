/**
 * Debian's packages. Installed where we may (as root or by `sudo -n`), otherwise named in a line to copy. Services that
 * come with them (RabbitMQ, sshd) stay off: the lab runs its own.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mustRun, run } from './child.mjs'
import { USABLE, hasUsableJava, javaVersions } from './java.mjs'
import { Problem } from './problem.mjs'
import { isOurs, servicesKeptOff } from './services.mjs'

/** @typedef {import('./context.mjs').Context} Context */

/** Packages by what needs them; in a list of several, any one will do (names differ between releases). */
const PACKAGES = {
  lab: [['rabbitmq-server'], ['python3-celery'], ['openssh-server'], ['openssh-client'], ['curl']],
  java: [['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'default-jre-headless']],
  maven: [['maven']],
  window: [
    ['libgtk-3-0', 'libgtk-3-0t64'],
    ['libnss3'],
    ['libasound2', 'libasound2t64'],
    ['libgbm1'],
    ['unzip']
  ],
  tests: [['python3-pytest'], ['python3-celery'], ['xvfb'], ['xauth'], ['sudo']]
}
const LABEL = 'Debian'
/** apt must not be cut off between unpacking and configuring: it finishes on SIGINT, if it has come so far. */
const APT = /** @type {const} */ ({ stopBy: 'SIGINT', stopGroup: false, graceMs: 300_000 })
const ENV = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }

/** @typedef {keyof typeof PACKAGES} Need */

/**
 * @param {(context: Context) => Promise<readonly Need[]> | readonly Need[]} needs
 * @returns {import('./steps.mjs').Step}
 */
export function debian(needs) {
  return {
    name: 'debian',
    label: LABEL,
    sharedFolder: ({ cache }) => cache,
    async missing(context) {
      if (process.env.MEDUSA_SKIP_PACKAGES === '1') return undefined
      const names = await missingFor(context, await needs(context))
      if (names.length > 0) return `missing: ${names.join(' ')}`
      // Left in place it would keep all services of this machine from starting after an installation.
      const canMend = isOurs() && (await asRoot(context)) !== undefined
      return canMend ? 'an interrupted set-up left its policy-rc.d' : undefined
    },
    async install(context) {
      return installPackages(context, await missingFor(context, await needs(context)))
    }
  }
}

/** @param {Context} context @param {readonly Need[]} needs */
async function missingFor(context, needs) {
  // Java and Maven need not be Debian's.
  const open = needs.filter(
    (need) =>
      !(need === 'java' && hasUsableJava(javaVersions())) &&
      !(need === 'maven' && hasProgram('mvn'))
  )
  const wanted = open.flatMap((need) => PACKAGES[need])
  if (wanted.length === 0 || !hasProgram('dpkg-query')) return missingPackages(wanted, '')
  const query = ['-W', '-f', '${Package} ${db:Status-Status}\n', ...wanted.flat()]
  return missingPackages(wanted, (await run(context, 'dpkg-query', query)).output)
}

/**
 * @param {readonly (readonly string[])[]} wanted alternatives, the preferred one first
 * @param {string} dpkgOutput lines of `PACKAGE STATUS` from dpkg-query
 * @returns {string[]} the preferred names of what is missing, once each
 */
export function missingPackages(wanted, dpkgOutput) {
  const installed = new Set(
    dpkgOutput
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0])
  )
  const missing = wanted.filter((alternatives) => !alternatives.some((name) => installed.has(name)))
  return [...new Set(missing.map(([preferred = '']) => preferred))]
}

/** @param {string} name @returns {boolean} whether it is on PATH */
function hasProgram(name) {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${name}`))
}

/**
 * What to tell a user who has to install packages himself; exit code 2.
 *
 * @param {readonly string[]} names
 * @param {boolean} hasApt
 * @returns {Problem}
 */
export function byHand(names, hasApt) {
  const list = names.join(' ')
  const javas = names.some((name) => name.startsWith('openjdk')) ? javaVersions() : []
  const note = javas.length === 0 ? '' : ` (Java ${javas} is here; Hadoop runs on ${USABLE})`
  return new Problem(
    hasApt
      ? `Debian packages are missing, and neither root nor \`sudo -n\` is at hand: ${list}${note}`
      : `this is neither Debian nor Ubuntu; please install what these Debian packages hold: ${list}${note}`,
    {
      remedy: hasApt
        ? `Run this, then try again:\n\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${list}\n`
        : 'Then try again with MEDUSA_SKIP_PACKAGES=1.',
      exitCode: 2
    }
  )
}

/** @param {Context} context @param {readonly string[]} preferred */
async function installPackages(context, preferred) {
  const hasApt = hasProgram('apt-get')
  const sudo = hasApt ? await asRoot(context) : undefined
  if (sudo === undefined) throw byHand(preferred, hasApt)

  /** @param {readonly string[]} argv @param {import('./child.mjs').RunOptions} [options] */
  const root = (argv, options = {}) => {
    const [command = '', ...args] = [...sudo, ...argv]
    return run(context, command, args, options)
  }
  const choices = preferred.map(
    (name) =>
      Object.values(PACKAGES)
        .flat()
        .find(([first]) => first === name) ?? [name]
  )
  let known = await knownToApt(context, choices.flat())
  if (!choices.every((names) => names.some((name) => known.has(name)))) {
    await aptGet(context, root, ['update'])
    known = await knownToApt(context, choices.flat())
  }
  const names = choices.map((names) => names.find((name) => known.has(name)) ?? names[0] ?? '')
  const host = {
    root: (/** @type {readonly string[]} */ argv) => {
      const [command = '', ...args] = [...sudo, ...argv]
      return spawnSync(command, args, { stdio: 'ignore' }).status ?? 1
    }
  }
  await servicesKeptOff(host, names, async () => {
    if (names.length === 0) return
    const install = ['install', '-y', '--no-install-recommends', ...names]
    let { code, output } = await aptGet(context, root, install)
    if (code !== 0) {
      context.report.line(LABEL, 'apt-get failed; once more with fresh lists')
      if (output.includes('dpkg --configure -a'))
        await root(['dpkg', '--configure', '-a'], { ...APT, env: ENV })
      await aptGet(context, root, ['update'])
      ;({ code, output } = await aptGet(context, root, install))
    }
    if (code !== 0) {
      throw new Problem(`apt-get could not install ${names.join(' ')}`, {
        remedy: 'Check the network and apt’s sources, then try again.',
        output: causeOf(output)
      })
    }
  })
  return names.length === 0 ? 'removed' : `${names.length} packages: ${names.join(' ')}`
}

/**
 * @param {string} output of apt-get
 * @returns {string} where it went wrong: what stands around the first package that failed, and apt's own errors
 */
export function causeOf(output) {
  const lines = output.split('\n').filter((line) => !/^(?:dl|pm)(?:status|error):/.test(line))
  const first = lines.findIndex((line) => line.startsWith('dpkg: error'))
  const around = first < 0 ? [] : lines.slice(Math.max(0, first - 4), first + 2)
  const errors = lines.filter((line) => line.startsWith('E: '))
  return [...around, ...errors].join('\n') || lines.slice(-20).join('\n')
}

/** @param {Context} context @returns {Promise<string[] | undefined>} what to put before a command to run it as root */
async function asRoot(context) {
  if (process.getuid?.() === 0) return []
  if (!hasProgram('sudo')) return undefined
  return (await run(context, 'sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined
}

/** @param {Context} context @param {readonly string[]} names @returns {Promise<Set<string>>} those that apt could install */
async function knownToApt(context, names) {
  return installable(await mustRun(context, 'apt-cache', ['policy', ...names], { env: ENV }))
}

/**
 * @param {string} policy what `apt-cache policy` prints: a block a package, `Candidate: (none)` for one known by name only
 * @returns {Set<string>}
 */
export function installable(policy) {
  const blocks = policy.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (.*)$/gm)
  return new Set(
    [...blocks].filter(([, , candidate]) => candidate !== '(none)').map(([, name = '']) => name)
  )
}

/**
 * @param {Context} context
 * @param {(argv: readonly string[], options: import('./child.mjs').RunOptions) => ReturnType<typeof run>} root
 * @param {readonly string[]} args
 */
function aptGet(context, root, args) {
  let state = ''
  // "dlstatus:1:23.5:Retrieving file 1 of 12 (4s remaining)", "pmstatus:xvfb:61.5:Unpacking xvfb (amd64)"
  const onLine = (/** @type {string} */ line) => {
    const match = /^(?:dl|pm)status:[^:]*(?::[a-z0-9]+)?:([\d.]+):(.*)$/.exec(line)
    if (match !== null) state = `${Math.round(Number(match[1]))} %, ${match[2]}`
  }
  // sudo closes all pipes but the first three; and apt closes the one it reports on to the scripts of packages, so that with
  // Status-Fd=1 erlang-base's script ended with "echo: I/O error". Hence a copy of standard output, made behind sudo.
  const settings = ['APT::Status-Fd=3', 'Dpkg::Use-Pty=0', 'DPkg::Lock::Timeout=300']
  const argv = [
    ...['env', ...Object.entries(ENV).map(([name, value]) => `${name}=${value}`)],
    ...['sh', '-c', 'exec "$0" "$@" 3>&1', 'apt-get']
  ]
  return context.report.during(
    LABEL,
    () => `apt-get ${args[0]} ${state}`,
    () => root([...argv, ...settings.flatMap((s) => ['-o', s]), ...args], { ...APT, onLine })
  )
}
