/**
 * Finds the processes of a lab in /proc, and ends or freezes them.
 *
 * Everything the lab starts carries `MEDUSA_LAB=<folder>` and `MEDUSA_CLOUD=<name>` in its environment, and so does whatever those start: YARN's
 * containers, the Celery worker, its detached attempts. n.b. sshd writes its title over its environment (setproctitle), so it is known by the
 * configuration file in that title, and its sessions by being its descendants.
 */
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

export interface LabProcess {
  readonly pid: number
  readonly parent: number
  /** One letter of proc(5): `T` is stopped, `Z` a zombie. */
  readonly state: string
  /** Clock ticks since boot; with `pid` it identifies a process although ids are used again. */
  readonly startedAt: number
  readonly commandLine: string
  /** Name of the cloud, or `broker`. */
  readonly cloud: string
}

/** The `MEDUSA_CLOUD` of RabbitMQ's processes. */
export const BROKER = 'broker'

/** All living processes of the lab in `folder`; zombies left out. */
export async function findProcesses(folder: string): Promise<readonly LabProcess[]> {
  const seen = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map((name) => readProcess(Number(name), folder))
  )
  const all = seen.filter((process) => process !== null)
  const cloudOf = new Map(all.map((process) => [process.pid, process.cloud]))
  const byPid = new Map(all.map((process) => [process.pid, process]))
  /** A process without a mark belongs where its nearest marked ancestor belongs. */
  const inherited = (process: Seen): string | null => {
    for (let at: Seen | undefined = process; at !== undefined; at = byPid.get(at.parent)) {
      const cloud = cloudOf.get(at.pid)
      if (cloud !== null && cloud !== undefined) return cloud
    }
    return null
  }
  return all.flatMap((process) => {
    const cloud = process.state === 'Z' ? null : inherited(process)
    return cloud === null || process.pid === globalThis.process.pid ? [] : [{ ...process, cloud }]
  })
}

type Seen = Omit<LabProcess, 'cloud'> & { readonly cloud: string | null }

async function readProcess(pid: number, folder: string): Promise<Seen | null> {
  try {
    const [stat, environment, commandLine] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''),
      readFile(`/proc/${pid}/cmdline`, 'utf8')
    ])
    const { state, parent, startedAt } = parseStat(stat)
    return {
      pid,
      state,
      parent,
      startedAt,
      commandLine: commandLine.replaceAll('\0', ' ').trim(),
      cloud: markOf(environment, folder) ?? sshdOf(commandLine.replaceAll('\0', ' '), folder)
    }
  } catch (error) {
    // Processes end while we look at them.
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'ESRCH', 'EACCES'].includes(String(error.code))
    )
      return null
    throw error
  }
}

/** Reads `/proc/PID/stat`: the program's name stands in parentheses and may itself hold blanks and parentheses. */
export function parseStat(stat: string): {
  readonly state: string
  readonly parent: number
  readonly startedAt: number
} {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? '', parent: Number(fields[1]), startedAt: Number(fields[19]) }
}

/** The cloud's name in the environment of a process of the lab in `folder`, else null. */
export function markOf(environment: string, folder: string): string | null {
  const variables = environment.split('\0')
  if (!variables.includes(`MEDUSA_LAB=${folder}`)) return null
  const cloud = variables.find((variable) => variable.startsWith('MEDUSA_CLOUD='))
  return cloud === undefined ? BROKER : cloud.slice('MEDUSA_CLOUD='.length)
}

/** The folder of the lab a process belongs to, whichever it is; null for others, and for those this user may not look into. */
export async function labOf(pid: number): Promise<string | null> {
  const [environment, title] = await Promise.all(
    ['environ', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''))
  )
  const mark = /(?:^|\0)MEDUSA_LAB=([^\0]+)/.exec(environment ?? '')?.[1]
  return mark ?? labOfSshd((title ?? '').replaceAll('\0', ' '))
}

const labOfSshd = (title: string): string | null =>
  /sshd.* -f (\/\S+)\/(?:clouds\/[^/ ]+|broker)\/ssh\//.exec(title)?.[1] ?? null

/** `sshd: /usr/sbin/sshd -D -f FOLDER/clouds/NAME/ssh/sshd_config [listener] …` → NAME; `… -f FOLDER/broker/ssh/sshd_config …` → `broker` */
export function sshdOf(title: string, folder: string): string | null {
  if (!title.includes('sshd')) return null
  if (title.includes(` -f ${folder}/broker/ssh/`)) return BROKER
  const start = title.indexOf(` -f ${folder}/clouds/`)
  return start < 0
    ? null
    : (title.slice(start + ` -f ${folder}/clouds/`.length).split('/')[0] ?? null)
}

/** Sends a signal; a process that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

export interface Ending {
  /** Milliseconds between TERM and KILL. @default 15000 */
  readonly graceMs?: number
  /** Which processes of the lab. @default all */
  readonly which?: (process: LabProcess) => boolean
}

/**
 * Ends processes of the lab: CONT (a frozen one takes no other signal), TERM, and KILL for what is left after the grace, again and again until none is
 * left, since a process may have started another meanwhile.
 *
 * @returns how many were found at first
 */
export async function endProcesses(folder: string, ending: Ending = {}): Promise<number> {
  const find = async () => (await findProcesses(folder)).filter(ending.which ?? (() => true))
  const found = await find()
  const deadline = Date.now() + (ending.graceMs ?? 15_000)
  const told = new Set<string>()
  for (let left = found; left.length > 0; left = await find()) {
    const force = Date.now() > deadline
    for (const process of left) {
      const identity = `${process.pid} ${process.startedAt}`
      if (force) signal(process.pid, 'SIGKILL')
      else if (!told.has(identity)) signal(process.pid, 'SIGTERM')
      if (!told.has(identity)) signal(process.pid, 'SIGCONT')
      told.add(identity)
    }
    await sleep(150)
  }
  return found.length
}

/** Freezes all processes of a cloud (STOP), until a look finds none that runs: they may be starting others meanwhile. */
export async function freezeProcesses(folder: string, cloud: string): Promise<number> {
  for (;;) {
    const ours = (await findProcesses(folder)).filter((process) => process.cloud === cloud)
    const running = ours.filter((process) => process.state !== 'T')
    if (running.length === 0) return ours.length
    for (const process of running) signal(process.pid, 'SIGSTOP')
    await sleep(20)
  }
}

/** Lets frozen processes go on (CONT): those of a cloud, or all of the lab. */
export async function thawProcesses(folder: string, cloud?: string): Promise<void> {
  for (;;) {
    const stopped = (await findProcesses(folder)).filter(
      (process) => process.state === 'T' && (cloud === undefined || process.cloud === cloud)
    )
    if (stopped.length === 0) return
    for (const process of stopped) signal(process.pid, 'SIGCONT')
    await sleep(20)
  }
}
