/**
 * URLs of the WebHDFS REST API, which HttpFS speaks as well.
 *
 * @see https://hadoop.apache.org/docs/r3.4.2/hadoop-project-dist/hadoop-hdfs/WebHDFS.html
 */
import { ConsoleError } from '../../../shared/model/errors.js'

export type WebHdfsOperation =
  | 'GETFILESTATUS'
  | 'LISTSTATUS'
  | 'LISTSTATUS_BATCH'
  | 'GETHOMEDIRECTORY'
  | 'GETCONTENTSUMMARY'
  | 'OPEN'
  | 'CREATE'
  | 'MKDIRS'
  | 'RENAME'
  | 'DELETE'

/**
 * @param base - up to and with `/webhdfs/v1`, a `/` at the end is allowed
 * @param path - absolute HDFS path; any character, it is quoted here
 * @param parameters - beside `op`
 * @throws ConsoleError `BAD_INPUT` when the path is not absolute or cannot be written in UTF-8
 */
export function webHdfsUrl(
  base: string,
  path: string,
  operation: WebHdfsOperation,
  parameters: Readonly<Record<string, string>> = {}
): string {
  if (!path.startsWith('/'))
    throw new ConsoleError(
      'BAD_INPUT',
      `an HDFS path must be absolute, got ${JSON.stringify(path)}`
    )
  if (/[\ud800-\udfff]/u.test(path))
    throw new ConsoleError('BAD_INPUT', `no UTF-8 for the HDFS path ${JSON.stringify(path)}`)
  const query = Object.entries({ op: operation, ...parameters })
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  return `${base.replace(/\/+$/, '')}${path.split('/').map(encodeURIComponent).join('/')}?${query}`
}
