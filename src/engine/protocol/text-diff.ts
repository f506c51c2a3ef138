/**
 * What a change does to a text file, as people read it: a unified diff.
 *
 * Shows the lines as they are. Whoever has secrets in them takes them out first.
 */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'

const CONTEXT_LINES = 3

/**
 * Unified diff with 3 lines of context, as `diff -u` and `patch` know it.
 *
 * Line ends count: a line that lost its `\r` differs.
 *
 * @param path - of the file; stands in both headers
 * @param before - `null`: there is no file yet, so that all lines come from `/dev/null`
 * @returns lines ended by `\n`, headers without times; `''` when nothing changes
 */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  if (before === after) return ''
  return createTwoFilesPatch(
    before === null ? '/dev/null' : path,
    path,
    before ?? '',
    after,
    undefined,
    undefined,
    { context: CONTEXT_LINES, headerOptions: FILE_HEADERS_ONLY }
  )
}
