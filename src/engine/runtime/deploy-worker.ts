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
import { findWorkerPython, PYTHONS } from './worker-python.js'

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

/** `--detach` itself waits 15 s for the connection to the broker, `--stop` up to 15 s for the end. */
const START_MS = 30_000
const STOP_MS = 30_000
const CHECK_MS = 20_000
const PRIVATE = 0o600
const READABLE = 0o644

/**
 * @param hello - resolves when the worker has answered `medusa.hello`; its error is passed on
 * @throws ConsoleError `PREREQUISITE_MISSING` (root, no Python, no Celery), `SSH_FAILED`, `HOST_KEY_CHANGED`, `BAD_INPUT`, `INTERRUPTED`
 */
export async function deployWorker(
  shell: RemoteShell,
  plan: WorkerDeploymentPlan,
  hello: () => Promise<void>
): Promise<void> {
  const files = await workerPackage(plan.packageFiles)
  const session = await shell.open(plan.ssh)
  try {
    await refuseRoot(session, plan)
    const python = await findWorkerPython(
      session,
      plan.ssh.host,
      plan.python === undefined ? PYTHONS : [plan.python]
    )
    const paths = workerPaths(plan.folder, files)
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

export interface WorkerPaths {
  /** Goes into PYTHONPATH. */
  readonly version: string
  readonly configuration: string
}

/** @param folder - absolute @throws ConsoleError `BAD_INPUT` */
export function workerPaths(given: string, files: readonly PackageFile[]): WorkerPaths {
  if (!given.startsWith('/'))
    throw new ConsoleError('BAD_INPUT', `the worker's folder must be absolute, got "${given}"`)
  const folder = given.replace(/\/+$/, '')
  return {
    version: `${folder}/worker-${packageVersion(files)}`,
    configuration: `${folder}/worker.json`
  }
}

/** The files of a worker, sorted by path. @throws ConsoleError `BAD_INPUT`, `FILE_MISSING` */
export async function workerPackage(
  given: WorkerDeploymentPlan['packageFiles']
): Promise<readonly PackageFile[]> {
  const files = typeof given === 'function' ? await given() : given
  const bad = files.find(({ path }) => pathFault(path) !== null)
  if (bad !== undefined)
    throw new ConsoleError('BAD_INPUT', `a file of the worker's package is called "${bad.path}"`)
  if (!files.some(({ path }) => path === '__main__.py'))
    throw new ConsoleError('FILE_MISSING', "the worker's package has no __main__.py", {
      hint: 'this installation is not complete: install it again'
    })
  return [...files].sort((left, right) => compareBytes(left.path, right.path))
}

/** Names a version: the same files, the same folder. @param files - sorted by path */
export const packageVersion = (files: readonly PackageFile[]): string =>
  sha256Of(
    new TextEncoder().encode(
      files.map(({ path, content }) => `${sha256Of(content)} ${path}\n`).join('')
    )
  ).slice(0, 12)

async function refuseRoot(session: RemoteSession, { ssh }: WorkerDeploymentPlan): Promise<void> {
  const { stdout } = await session.run(['id', '-u'], { timeoutMs: CHECK_MS })
  if (stdout.trim() !== '0') return
  throw new ConsoleError('PREREQUISITE_MISSING', `${ssh.user}@${ssh.host} is root`, {
    hint: 'a worker never runs as root, because jobs run with its rights: give "ssh.user" an ordinary user'
  })
}

async function upload(
  session: RemoteSession,
  plan: WorkerDeploymentPlan,
  files: readonly PackageFile[],
  paths: WorkerPaths
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
async function stopOlder(
  session: RemoteSession,
  python: string,
  paths: WorkerPaths
): Promise<void> {
  await session.run(workerCommand(python, paths, '--stop'), { timeoutMs: STOP_MS })
}

async function start(
  session: RemoteSession,
  plan: WorkerDeploymentPlan,
  python: string,
  paths: WorkerPaths
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
export const workerCommand = (
  python: string,
  paths: WorkerPaths,
  mode: '--stop' | '--detach' | '--status'
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
