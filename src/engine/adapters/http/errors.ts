/** What happens between us and a cluster's HTTP server, as our errors. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'

/** Our own caller gave up, by an AbortSignal or its time limit. */
export const isAbort = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown.name === 'AbortError' || thrown.name === 'TimeoutError')

/** @param what - for example `reading /data/x on cluster "porto"` */
export const givenUp = (what: string, cluster: ClusterName, cause: unknown): ConsoleError =>
  new ConsoleError('INTERRUPTED', `${what} was given up`, { cause, facts: { cluster } })

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
  if (isAbort(thrown)) return givenUp(what, cluster, thrown)
  const cause = thrown instanceof Error ? thrown : new Error(String(thrown))
  return new ConsoleError('CLUSTER_UNREACHABLE', `${what} failed: ${reasonOf(cause)}`, {
    cause,
    facts: { cluster, base },
    hint: hintOf(cause, new URL(base))
  })
}

/** n.b. a name with several addresses fails with an AggregateError without a message. */
export function reasonOf(error: Error): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error && first.message !== '' ? first.message : error.name
}

function hintOf(error: Error, base: URL): string {
  const port = 'port' in error && typeof error.port === 'number' ? String(error.port) : base.port
  return port === base.port
    ? `does ${base.host} answer from this machine? See "webhdfs" and "httpfs" of the cluster in the settings`
    : `the NameNode sent us to a DataNode that cannot be reached from here (port ${port}): set "httpfs" for this cluster`
}
