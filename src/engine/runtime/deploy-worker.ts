/**
 * Puts a cluster's worker there and starts it, over ssh: package, configuration and key by sftp, commands as argument lists.
 *
 * Idempotent: a version's files are written under a folder named by their digest, an older worker is stopped, and the end is always the same:
 * a worker of this package, with this configuration, that has answered `hello`. Secrets never stand in an argument list, where every user of
 * the host could read them. Nothing runs as root.
 */
import { ConsoleError } from '../../shared/model/errors.js'
import type { SshTarget } from '../../shared/model/settings.js'
import type { RemoteSession, RemoteShell } from '../ports/remote-shell.js'
import { compareBytes, pathFault, sha256Of } from '../protocol/tasks/manifest.js'

/** A file of `resources/worker/medusa_worker`. */
export interface PackageFile {
  /** Relative to the package's folder, for example `app.py`. */
  readonly path: string
  readonly content: Uint8Array
}

/** "The worker's configuration" of docs/protocol/tasks.md; what is not looked at here is the worker's business. */
export interface WorkerConfiguration {
  readonly cluster: string
  /** Where the key goes. */
  readonly keyFile: string
}

export interface WorkerDeploymentPlan {
  readonly ssh: SshTarget
  /** Folder on the host, the ssh user's own, absolute; everything of the worker's lies below it. */
  readonly folder: string
  readonly packageFiles: readonly PackageFile[] | (() => Promise<readonly PackageFile[]>)
  readonly configuration: WorkerConfiguration
  /** HMAC key, 64 hexadecimal digits. */
  readonly hmacKey: string
  /** Python to use instead of looking for one. */
  readonly python?: string
  /** Stops between two steps; what is there by then stays, and the next deployment goes over it. */
  readonly signal?: AbortSignal
}

/** Tried in this order: Debian's own has Debian's Celery. */
const PYTHONS = ['/usr/bin/python3', 'python3'] as const
/** `--detach` itself waits 15 s for the connection to the broker, `--stop` up to 15 s for the end. */
const START_MS = 30_000
const STOP_MS = 30_000
const CHECK_MS = 20_000
const PRIVATE = 0o600
const READABLE = 0o644

/** Prints versions, or says which import failed; the exit code is that of Python. */
const CHECK =
  'import sys, celery; print("%d.%d" % sys.version_info[:2], celery.__version__); sys.exit(0 if sys.version_info >= (3, 9) else 3)'

/**
 * @param hello - resolves when the worker has answered `medusa.hello`; its error is passed on
 * @throws ConsoleError `PREREQUISITE_MISSING` (root, no Python, no Celery), `SSH_FAILED`, `HOST_KEY_CHANGED`, `BAD_INPUT`, `INTERRUPTED`
 */
export async function deployWorker(
  shell: RemoteShell,
  plan: WorkerDeploymentPlan,
  hello: () => Promise<void>
): Promise<void> {
  const files = await packageOf(plan)
  const session = await shell.open(plan.ssh)
  try {
    await refuseRoot(session, plan)
    const python = await findPython(session, plan)
    const paths = pathsOf(plan, files)
    await upload(session, plan, files, paths)
    assertWanted(plan)
    await stopOlder(session, python, paths)
    assertWanted(plan)
    await start(session, plan, python, paths)
  } finally {
    await session.close()
  }
  await hello()
}

function assertWanted({ signal, configuration }: WorkerDeploymentPlan): void {
  if (signal?.aborted === true)
    throw new ConsoleError(
      'INTERRUPTED',
      `the deployment of the worker of "${configuration.cluster}" was given up`
    )
}

interface Paths {
  /** Goes into PYTHONPATH. */
  readonly version: string
  readonly configuration: string
}

function pathsOf(plan: WorkerDeploymentPlan, files: readonly PackageFile[]): Paths {
  if (!plan.folder.startsWith('/'))
    throw new ConsoleError(
      'BAD_INPUT',
      `the worker's folder must be absolute, got "${plan.folder}"`
    )
  const folder = plan.folder.replace(/\/+$/, '')
  return {
    version: `${folder}/worker-${digestOf(files).slice(0, 12)}`,
    configuration: `${folder}/worker.json`
  }
}

async function packageOf(plan: WorkerDeploymentPlan): Promise<readonly PackageFile[]> {
  const files =
    typeof plan.packageFiles === 'function' ? await plan.packageFiles() : plan.packageFiles
  const bad = files.find(({ path }) => pathFault(path) !== null)
  if (bad !== undefined)
    throw new ConsoleError('BAD_INPUT', `a file of the worker's package is called "${bad.path}"`)
  if (!files.some(({ path }) => path === '__main__.py'))
    throw new ConsoleError('FILE_MISSING', "the worker's package has no __main__.py", {
      hint: 'this installation is not complete: install it again'
    })
  return [...files].sort((left, right) => compareBytes(left.path, right.path))
}

/** Names a version: the same files, the same folder. */
const digestOf = (files: readonly PackageFile[]): string =>
  sha256Of(
    new TextEncoder().encode(
      files.map(({ path, content }) => `${sha256Of(content)} ${path}\n`).join('')
    )
  )

async function refuseRoot(session: RemoteSession, { ssh }: WorkerDeploymentPlan): Promise<void> {
  const { stdout } = await session.run(['id', '-u'], { timeoutMs: CHECK_MS })
  if (stdout.trim() !== '0') return
  throw new ConsoleError('PREREQUISITE_MISSING', `${ssh.user}@${ssh.host} is root`, {
    hint: 'a worker never runs as root, because jobs run with its rights: give "ssh.user" an ordinary user'
  })
}

async function findPython(session: RemoteSession, plan: WorkerDeploymentPlan): Promise<string> {
  const tried: string[] = []
  for (const python of plan.python === undefined ? PYTHONS : [plan.python]) {
    const { exitCode, stdout, stderr } = await session.run([python, '-c', CHECK], {
      timeoutMs: CHECK_MS,
      // 1: an import failed. 3: too old. 126, 127: the shell found no such program.
      successExitCodes: [0, 1, 3, 126, 127]
    })
    if (exitCode === 0) return python
    tried.push(`${python}: ${whyNot(exitCode, stdout, stderr)}`)
  }
  throw new ConsoleError(
    'PREREQUISITE_MISSING',
    `no Python 3.9 with Celery on ${plan.ssh.host} (${tried.join('; ')})`,
    { hint: 'install it there: apt-get install python3-celery, or pip install "celery>=5.2"' }
  )
}

function whyNot(exitCode: number, stdout: string, stderr: string): string {
  switch (exitCode) {
    case 3:
      return `Python ${stdout.trim().split(' ')[0] ?? ''} is too old`
    case 126:
    case 127:
      return 'not there'
    default:
      return stderr.trim().split('\n').at(-1) ?? 'Celery cannot be imported'
  }
}

async function upload(
  session: RemoteSession,
  plan: WorkerDeploymentPlan,
  files: readonly PackageFile[],
  paths: Paths
): Promise<void> {
  // `.complete` comes last: a version whose upload was cut short is uploaded again.
  const complete = `${paths.version}/.complete`
  const there = await session.run(['test', '-e', complete], { successExitCodes: [0, 1] })
  if (there.exitCode !== 0) {
    // All at once: sftp answers each of the six steps a file takes, and far clouds answer late.
    await Promise.all(
      files.map(({ path, content }) =>
        session.writeFile(`${paths.version}/medusa_worker/${path}`, content, READABLE)
      )
    )
    await session.writeFile(complete, new Uint8Array(), READABLE)
  }
  const encoder = new TextEncoder()
  const { configuration, hmacKey } = plan
  await session.writeFile(configuration.keyFile, encoder.encode(`${hmacKey}\n`), PRIVATE)
  const json = `${JSON.stringify(configuration, null, 2)}\n`
  await session.writeFile(paths.configuration, encoder.encode(json), PRIVATE)
}

/** Attempts are processes of their own and go on; only the worker that answers for them is exchanged. */
async function stopOlder(session: RemoteSession, python: string, paths: Paths): Promise<void> {
  await session.run(workerCommand(python, paths, '--stop'), { timeoutMs: STOP_MS })
}

async function start(
  session: RemoteSession,
  plan: WorkerDeploymentPlan,
  python: string,
  paths: Paths
): Promise<void> {
  const started = await session.run(workerCommand(python, paths, '--detach'), {
    timeoutMs: START_MS,
    successExitCodes: [0, 1, 75, 77, 78]
  })
  if (started.exitCode === 0) return
  const said = started.stderr.trim()
  const cluster = plan.configuration.cluster
  if (started.exitCode === 77)
    throw new ConsoleError(
      'PREREQUISITE_MISSING',
      `the worker of "${cluster}" refuses root: ${said}`
    )
  throw new ConsoleError('SSH_FAILED', `the worker of "${cluster}" did not start: ${said}`, {
    hint: `look into worker.log in its state folder on ${plan.ssh.host}; does that host reach the broker?`,
    facts: { cluster, host: plan.ssh.host, exitCode: started.exitCode }
  })
}

/** `env` sets what Python needs; nothing of it is secret. */
const workerCommand = (
  python: string,
  paths: Paths,
  mode: '--stop' | '--detach'
): readonly string[] => [
  'env',
  `PYTHONPATH=${paths.version}`,
  python,
  '-m',
  'medusa_worker',
  '--config',
  paths.configuration,
  mode
]
