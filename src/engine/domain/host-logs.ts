/** Which logs a host may have, how they are looked for, and what a listing says. No shell: a program and its arguments. */
import type { LogFile, LogKind } from '../../shared/model/host-logs.js'
import { millis } from '../../shared/model/ids.js'
import type { ClusterSettings } from '../../shared/model/settings.js'

/** Deep enough for `logs/userlogs/APPLICATION/CONTAINER/stdout` and a worker's `state/attempts/ID/log`. */
const DEEPEST = 7
/** Folders in which logs never are, and which may be large: blocks, jars, libraries. */
const SKIPPED = ['current', 'share', 'lib', 'libexec', 'include', 'node_modules', '.git', '.cache']
const NAMES = ['*.log', '*.log.*', '*.out', '*.err', 'stdout', 'stderr', 'syslog', 'prelaunch.*']
export const MOST_LOGS = 2_000

/** @param variable - what HADOOP_LOG_DIR is on the host; empty: not set */
export function logFolders(
  { hadoophome, localhome }: Pick<ClusterSettings, 'hadoophome' | 'localhome'>,
  variable: string
): readonly string[] {
  const asked = [variable.trim(), hadoophome ?? '', localhome ?? '']
    .map((folder) => folder.replace(/\/+$/, ''))
    .filter((folder) => folder.startsWith('/'))
  // a folder inside another one is searched with it
  return [...new Set(asked)].filter(
    (folder) => !asked.some((other) => folder.startsWith(`${other}/`))
  )
}

/** `find` of GNU: one record a file, `MTIME SIZE PATH`, each ended by NUL because names may hold anything else. */
export function findLogs(folders: readonly string[]): readonly string[] {
  const any = (names: readonly string[]): readonly string[] =>
    names.flatMap((name, index) => (index === 0 ? ['-name', name] : ['-o', '-name', name]))
  return [
    'find',
    '-H',
    ...folders,
    '-maxdepth',
    String(DEEPEST),
    '(',
    '-type',
    'd',
    '(',
    ...any(SKIPPED),
    ')',
    '-prune',
    ')',
    '-o',
    '(',
    '-type',
    'f',
    '(',
    ...any(NAMES),
    ')',
    '-printf',
    '%T@ %s %p\\0',
    ')'
  ]
}

/** @param output - of {@link findLogs} */
export function decodeLogs(output: string): readonly LogFile[] {
  const files = output.split('\0').flatMap((record) => {
    const found = /^(\d+)(?:\.\d+)? (\d+) (\/.*)$/s.exec(record)
    if (found === null) return []
    const [, seconds, size, path = ''] = found
    // eslint-disable-next-line no-control-regex -- a name that would spoil the list
    if (/[\u0000-\u001f\u007f]/.test(path)) return []
    return [
      {
        path,
        kind: kindOf(path),
        size: Number(size),
        modifiedAt: millis(Number(seconds) * 1_000)
      }
    ]
  })
  return files.sort(
    (left, right) =>
      KINDS.indexOf(left.kind) - KINDS.indexOf(right.kind) || right.modifiedAt - left.modifiedAt
  )
}

const KINDS: readonly LogKind[] = ['worker', 'hadoop', 'attempt', 'container', 'other']

function kindOf(path: string): LogKind {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (/\/container_[^/]+\//.test(path)) return 'container'
  if (/\/attempts\//.test(path)) return 'attempt'
  if (/worker|celery/.test(name)) return 'worker'
  if (/namenode|datanode|nodemanager|resourcemanager|httpfs|journal|historyserver|zkfc/.test(name))
    return 'hadoop'
  return 'other'
}

/** Follows a file by its name, so also through rotation, from its last lines on. */
export const tailOf = (path: string, lines: number): readonly string[] => [
  'tail',
  `--lines=${String(lines)}`,
  '-F',
  '--',
  path
]
