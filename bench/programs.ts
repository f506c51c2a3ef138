/** Rivals are programs: started without a shell in between, timed from the start to the end, ended with their children by Ctrl-C. */
import { spawn, type SpawnOptions } from 'node:child_process'
import { text } from 'node:stream/consumers'

export interface Run {
  readonly program: string
  readonly args: readonly string[]
  readonly signal: AbortSignal
  readonly input?: string
  readonly cwd?: string
  /** Added to ours. */
  readonly env?: NodeJS.ProcessEnv
  /** Run as somebody else; root only. */
  readonly as?: { readonly uid: number; readonly gid: number } | undefined
  /** How it is asked to end; 5 s later, or after `graceMs`, it is killed. @default SIGTERM */
  readonly stopBy?: NodeJS.Signals
  readonly graceMs?: number
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

/** @throws the signal's reason when it was aborted; Error when there is no such program */
export async function run(options: Run): Promise<Ended> {
  const { program, args, signal } = options
  signal.throwIfAborted()
  const spawnOptions: SpawnOptions = {
    // A group of its own, so that its children end with it.
    detached: true,
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...options.as
  }
  const begun = performance.now()
  const child = spawn(program, [...args], { ...spawnOptions, stdio: ['pipe', 'pipe', 'pipe'] })
  let killTimer: NodeJS.Timeout | undefined
  const stop = (): void => {
    if (child.pid === undefined) return
    signalGroup(child.pid, options.stopBy ?? 'SIGTERM')
    killTimer = setTimeout(
      (pid: number) => signalGroup(pid, 'SIGKILL'),
      options.graceMs ?? 5_000,
      child.pid
    )
  }
  signal.addEventListener('abort', stop)
  child.stdin.on('error', () => undefined) // it ended before it read all: its exit code tells
  child.stdin.end(options.input ?? '')
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    const [code, stdout, stderr] = await Promise.all([
      ended,
      text(child.stdout),
      text(child.stderr)
    ])
    signal.throwIfAborted()
    return { code, stdout, stderr, seconds: (performance.now() - begun) / 1000 }
  } finally {
    clearTimeout(killTimer)
    signal.removeEventListener('abort', stop)
  }
}

/** @throws Error with the last lines of what it said, when its exit code is not 0 */
export async function mustRun(options: Run): Promise<Ended> {
  const ended = await run(options)
  if (ended.code === 0) return ended
  const lines = `${ended.stdout}\n${ended.stderr}`.trim().split('\n').slice(-8).join('\n')
  throw new Error(`${options.program} ended with exit code ${String(ended.code)}:\n${lines}`)
}

export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (thrown) {
    // ESRCH: it ended by itself meanwhile.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown
  }
}
