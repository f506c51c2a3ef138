/**
 * Answers of WebHDFS and HttpFS: statuses, lists, and the RemoteException both put into the body of an error.
 *
 * Names come from a cluster that may be hostile: one with a `/` or `..` in it is refused before it becomes a path.
 */
import { z } from 'zod'
import { ConsoleError } from '../../../shared/model/errors.js'
import { isRecord, parseJson } from '../json.js'

/** As `FileStatus` of the port. */
export interface HdfsStatus {
  readonly path: string
  readonly type: 'file' | 'directory'
  readonly length: number
}

const statusSchema = z.object({
  pathSuffix: z.string(),
  type: z.enum(['FILE', 'DIRECTORY']),
  length: z.int().min(0)
})
const statusBody = z.object({ FileStatus: statusSchema })
const listBody = z.object({ FileStatuses: z.object({ FileStatus: z.array(statusSchema) }) })

/**
 * @param text - body of GETFILESTATUS
 * @param path - what was asked for
 * @throws ConsoleError `HDFS_ERROR`
 */
export function decodeStatus(text: string, path: string): HdfsStatus {
  const body = statusBody.safeParse(parseJson(text))
  if (!body.success) throw notWebHdfs(path, body.error)
  return statusOf(body.data.FileStatus, path)
}

/**
 * @param text - body of LISTSTATUS
 * @param path - what was asked for; of a file the list holds the file itself
 * @throws ConsoleError `HDFS_ERROR`
 */
export function decodeList(text: string, path: string): readonly HdfsStatus[] {
  const body = listBody.safeParse(parseJson(text))
  if (!body.success) throw notWebHdfs(path, body.error)
  return body.data.FileStatuses.FileStatus.map((status) =>
    statusOf(status, status.pathSuffix === '' ? path : childPath(path, status.pathSuffix))
  )
}

const statusOf = (status: z.output<typeof statusSchema>, path: string): HdfsStatus => ({
  path,
  type: status.type === 'FILE' ? 'file' : 'directory',
  length: status.type === 'FILE' ? status.length : 0
})

/** @throws ConsoleError `HDFS_ERROR` for a name that cannot be one */
export function childPath(folder: string, name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is refused here
  if (name === '.' || name === '..' || /[/\u0000-\u001f\u007f]/.test(name))
    throw new ConsoleError(
      'HDFS_ERROR',
      `${folder} lists an impossible name: ${JSON.stringify(name)}`
    )
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`
}

export const notWebHdfs = (path: string, cause: unknown): ConsoleError =>
  new ConsoleError('HDFS_ERROR', `the answer for ${path} is not one of WebHDFS`, {
    cause,
    hint: 'check the URL in the settings: it must end in /webhdfs/v1'
  })

export interface RemoteException {
  /** For example `FileNotFoundException`. */
  readonly exception: string
  /** Its first line. */
  readonly message: string
}

/** @returns `null` when the body of an error response is something else, for example a page of Jetty */
export function decodeRemoteException(text: string): RemoteException | null {
  const body = parseJson(text)
  const remote = isRecord(body) ? body['RemoteException'] : undefined
  if (!isRecord(remote)) return null
  const { exception, message } = remote
  if (typeof exception !== 'string') return null
  return { exception, message: firstLine(typeof message === 'string' ? message : '') }
}

const HINTS: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [
    /is not allowed to impersonate/,
    'allow it in the core-site.xml of that cluster (hadoop.proxyuser.USER.hosts and .groups), or set another "user" for the cluster'
  ],
  [
    /AccessControlException|Permission denied/,
    'give the HDFS user of the settings the right (hdfs dfs -chown, -chmod or -setfacl), or choose another "user" or "workFolder" for the cluster'
  ],
  [
    /SafeModeException|safe mode/i,
    'wait until the NameNode has left safe mode (hdfs dfsadmin -safemode get)'
  ],
  [
    /could only be written to 0 of/,
    'no DataNode took the block: look at its space and whether its address is reachable'
  ],
  [/StandbyException/, 'this NameNode is the standby: put the active one into the settings'],
  [/QuotaExceededException/, 'the HDFS quota is used up: remove old runs or raise it']
]

/**
 * An HTTP error of a cluster's file system as one of ours.
 *
 * @param what - for example `reading /data/x on cluster "porto"`
 * @param text - body of the response
 */
export function webHdfsError(what: string, status: number, text: string): ConsoleError {
  const remote = decodeRemoteException(text)
  const said = remote === null ? `HTTP ${String(status)}` : `${remote.exception}: ${remote.message}`
  const hint = HINTS.find(([pattern]) => pattern.test(said))?.[1] ?? fallbackHint(status, remote)
  return new ConsoleError('HDFS_ERROR', `${what} failed: ${said}`, {
    facts: { status, exception: remote?.exception ?? null },
    ...(hint === undefined ? {} : { hint })
  })
}

function fallbackHint(status: number, remote: RemoteException | null): string | undefined {
  if (status === 401) return 'the cluster wants a login (Kerberos), which the console does not do'
  if (remote === null) return 'check the URL in the settings: it must end in /webhdfs/v1'
  return undefined
}

const firstLine = (text: string): string => (text.split('\n', 1)[0] ?? '').slice(0, 500)
