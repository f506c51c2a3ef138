/**
 * Long-lived channels of a session: a shell behind a terminal, a program whose output is streamed.
 *
 * Backpressure is that of ssh itself: a paused channel lets its window run empty, and the sshd at the other end stops reading from
 * the program. Ending: OpenSSH (7.9 and later) hands a signal to the whole process group; one that has none left is only let go of.
 */
import type { Client, ClientChannel } from 'ssh2'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { SshTarget } from '../../../shared/model/settings.js'
import type {
  ChannelEnd,
  OnBytes,
  OnOutput,
  RemoteChannel,
  RemoteTerminal,
  TerminalSize
} from '../../ports/remote-channel.js'
import type { Clock } from '../../ports/system.js'
import { sshError } from './errors.js'
import { quoteArguments } from './quote.js'

/** What a channel needs of its session. */
export interface ChannelHost {
  readonly client: Client
  readonly target: SshTarget
  readonly clock: Clock
}

/** Between SIGTERM and SIGKILL, and from there until the channel is let go of. */
const GRACE_MS = 1_500
/** An sshd that cannot make a terminal may break off instead of refusing. */
const NO_TERMINAL =
  'does the sshd there give terminals ("PermitTTY yes"), and may it open one in /dev/pts? Its own log says why'
const LOST = 'the connection was lost'

export function openShell(
  host: ChannelHost,
  { cols, rows, term }: TerminalSize & { readonly term: string },
  onBytes: OnBytes
): Promise<RemoteTerminal> {
  return opened(
    host,
    NO_TERMINAL,
    (done) =>
      // n.b. a pixel size of 0 means: not known (RFC 4254, 6.2)
      host.client.shell({ cols, rows, term, width: 0, height: 0 }, done),
    (channel) => {
      channel.on('data', onBytes)
      // a shell writes everything to its terminal, but some servers send a refusal here
      channel.stderr.on('data', onBytes)
      return {
        ...controls(host, channel, 'SIGHUP'),
        write: (bytes) => {
          if (channel.writable) channel.write(Buffer.from(bytes))
        },
        resize: (size) => channel.setWindow(size.rows, size.cols, 0, 0)
      }
    }
  )
}

/** @param input - its standard input; absent: none, and only then can a signal reach the program */
export function openStream(
  host: ChannelHost,
  argv: readonly string[],
  onOutput: OnOutput,
  input?: string
): Promise<RemoteChannel> {
  // n.b. none not by closing our end: ssh2 sends no signal over a channel that is half closed
  const command = `${quoteArguments(argv)}${input === undefined ? ' </dev/null' : ''}`
  return opened(
    host,
    undefined,
    (done) => host.client.exec(command, done),
    (channel) => {
      channel.on('data', (chunk: Buffer) => onOutput(chunk, 'output'))
      channel.stderr.on('data', (chunk: Buffer) => onOutput(chunk, 'errors'))
      if (input !== undefined) channel.end(input)
      return controls(host, channel, 'SIGTERM')
    }
  )
}

/** @param use - called at once: the end of a quick program comes in the same packet, and nobody would hear it a promise later */
function opened<T>(
  { client, target }: ChannelHost,
  hint: string | undefined,
  open: (done: (error: Error | undefined, channel: ClientChannel) => void) => unknown,
  use: (channel: ClientChannel) => T
): Promise<T> {
  return new Promise((resolve, reject) => {
    const lost = (): void => {
      const { message, cause } = sshError(target, new Error(LOST))
      const options = hint === undefined ? { cause } : { cause, hint }
      reject(new ConsoleError('SSH_FAILED', message, options))
    }
    client.once('close', lost)
    try {
      open((error, channel) => {
        client.off('close', lost)
        if (error === undefined) resolve(use(channel))
        else reject(sshError(target, error))
      })
    } catch (thrown) {
      // ssh2 throws `Not connected` at once when the link is gone already
      client.off('close', lost)
      reject(sshError(target, thrown))
    }
  })
}

function controls(
  { client, clock }: ChannelHost,
  channel: ClientChannel,
  politely: 'SIGHUP' | 'SIGTERM'
): RemoteChannel {
  let over = false
  const ended = new Promise<ChannelEnd>((resolve) => {
    const end = (outcome: ChannelEnd): void => {
      over = true
      client.off('close', lost)
      resolve(outcome)
    }
    const lost = (): void => end({ type: 'lost', reason: LOST })
    client.once('close', lost)
    channel.on('error', (thrown: Error) => end({ type: 'lost', reason: thrown.message }))
    let exited: ChannelEnd | null = null
    channel.on('exit', (code: number | null, signal?: string) => {
      exited = { type: 'exited', code, signal: signal === undefined ? null : named(signal) }
    })
    // n.b. `close` comes after the last byte was taken, `exit` may come before it
    channel.on('close', () => end(exited ?? { type: 'lost', reason: 'it ended without a word' }))
  })
  const kill = (signal: string): void => {
    if (!over) channel.signal(signal.slice(3))
  }
  return {
    ended,
    pause: () => {
      channel.pause()
      channel.stderr.pause()
    },
    resume: () => {
      channel.resume()
      channel.stderr.resume()
    },
    close: () => {
      if (over) return
      kill(politely)
      // what it still writes is nobody's business, and a full pipe would keep it from ending
      channel.resume()
      channel.stderr.resume()
      clock.after(GRACE_MS, () => {
        kill('SIGKILL')
        clock.after(GRACE_MS, () => {
          if (!over) channel.destroy()
        })
      })
    }
  }
}

const named = (signal: string): string => (signal.startsWith('SIG') ? signal : `SIG${signal}`)
