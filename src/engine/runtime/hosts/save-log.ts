/** A whole log from a host into a file of this machine; the disk sets the pace. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName, Sha256 } from '../../../shared/model/ids.js'
import type { LocalFiles, LocalSink } from '../../ports/system.js'
import type { HostSessions } from './host-sessions.js'
import type { TransferSteps } from './transfers.js'

/** @param target - absolute path on this machine @throws ConsoleError `SSH_FAILED`, `INTERRUPTED`, `DISK_FULL` */
export async function saveLog(
  { hosts, files }: { readonly hosts: HostSessions; readonly files: LocalFiles },
  { cluster, path, target }: { cluster: ClusterName; path: string; target: string },
  steps: TransferSteps
): Promise<Sha256> {
  const session = await hosts.shared(cluster)
  const sink = await files.write(target)
  try {
    await copy(await reading(session, path), sink, steps)
    const sha256 = sink.digest()
    await sink.commit()
    return sha256
  } catch (thrown) {
    await sink.discard()
    throw thrown
  }
}

type Session = Awaited<ReturnType<HostSessions['shared']>>
interface Reading {
  readonly channel: Awaited<ReturnType<Session['stream']>>
  /** What came and is not written yet. */
  readonly waiting: Uint8Array[]
  readonly errors: () => string
  wake: () => void
}

async function reading(session: Session, path: string): Promise<Reading> {
  const waiting: Uint8Array[] = []
  let errors = ''
  const nobody = (): void => undefined
  const state = { wake: nobody }
  const channel = await session.stream(['cat', '--', path], (chunk, source) => {
    if (source === 'output') waiting.push(chunk)
    else errors = (errors + new TextDecoder().decode(chunk)).slice(0, 500)
    state.wake()
  })
  return Object.assign(state, { channel, waiting, errors: () => errors.trim() })
}

async function copy(
  from: Reading,
  sink: LocalSink,
  { signal, onBytes }: TransferSteps
): Promise<void> {
  const { channel, waiting, errors } = from
  const over: Awaited<typeof channel.ended>[] = []
  void channel.ended.then((how) => {
    over.push(how)
    from.wake()
  })
  const abort = (): void => from.wake()
  signal.addEventListener('abort', abort)
  try {
    for (let bytes = 0; ;) {
      if (signal.aborted) throw new ConsoleError('INTERRUPTED', 'saving the log was given up')
      const chunks = waiting.splice(0)
      const [end] = over
      if (chunks.length > 0) {
        channel.pause()
        for (const chunk of chunks) {
          await sink.write(chunk)
          bytes += chunk.length
        }
        channel.resume()
        onBytes(bytes)
      } else if (end !== undefined) {
        assertWhole(end, errors())
        return
      } else await new Promise<void>((resolve) => (from.wake = resolve))
    }
  } finally {
    signal.removeEventListener('abort', abort)
    channel.close()
  }
}

function assertWhole(end: Awaited<Reading['channel']['ended']>, said: string): void {
  if (end.type === 'exited' && end.code === 0) return
  const why = end.type === 'lost' ? end.reason : said
  throw new ConsoleError('SSH_FAILED', `the log could not be read to its end: ${why}`)
}
