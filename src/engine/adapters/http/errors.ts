/** What happens between us and a cluster's HTTP server, as our errors. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'

/**
 * @param what - for example `reading /data/x on cluster "porto"`
 * @param base - URL of the settings
 */
export function transportError(
  what: string,
  cluster: ClusterName,
  base: string,
  thrown: unknown
): ConsoleError {
  if (thrown instanceof ConsoleError) return thrown
  const cause = thrown instanceof Error ? thrown : new Error(String(thrown))
  if (cause.name === 'AbortError' || cause.name === 'TimeoutError')
    return new ConsoleError('INTERRUPTED', `${what} was given up`, { cause, facts: { cluster } })
  return new ConsoleError('CLUSTER_UNREACHABLE', `${what} failed: ${reasonOf(cause)}`, {
    cause,
    facts: { cluster, base },
    hint: hintOf(cause, base)
  })
}

function reasonOf(error: Error): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error && first.message !== '' ? first.message : error.name
}

function hintOf(error: Error, base: string): string {
  const address =
    'address' in error && 'port' in error ? `${String(error.address)}:${String(error.port)}` : null
  const known = new URL(base)
  if (
    address !== null &&
    error.message.includes('ECONNREFUSED') &&
    !base.includes(`:${String((error as { port?: unknown }).port)}`)
  )
    return `the NameNode sent us to its DataNode ${address}, which cannot be reached from here: set "httpfs" for this cluster`
  return `does ${known.host} answer from this machine? See "webhdfs" and "httpfs" of the cluster in the settings`
}
