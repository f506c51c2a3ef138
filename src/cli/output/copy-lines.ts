/** Copies and costs in lines: who got what from whom, how long it took, why it failed. */
import { assertNever } from '../../shared/model/errors.js'
import type { CopyMode, CopyView, RunCost } from '../../shared/model/run.js'
import { counted } from '../../shared/text/counted.js'
import { size, took } from './format.js'

/** More successful ones than this are told a pair of clusters, not one by one. */
const MOST = 12

/** `lisbon ← porto  12.3 MB streamed, 1.2 s  the output of count`. */
export function copyLine(copy: CopyView): string {
  const { state, what } = copy
  switch (state) {
    case 'queued':
      return `${route(copy)}  queued  ${what}`
    case 'running':
      return `${route(copy)}  ${size(copy.bytes)} of ${size(copy.bytesTotal)} ${word(copy)}  ${what}`
    case 'done':
      return `${route(copy)}  ${size(copy.bytes)} ${word(copy)}, ${took(seconds(copy))}  ${what}`
    case 'failed':
    case 'cancelled':
      return `${route(copy)}  ${state} after ${size(copy.bytes)}${copy.reason === null ? '' : `, ${copy.reason}`}${copy.cause === null ? '' : `: ${copy.cause}`}  ${what}`
    default:
      return assertNever(state, 'state of a copy')
  }
}

/**
 * The copies of a run that is over.
 *
 * @returns a line each; many successful ones are added up a pair of clusters. Uploads are told when they failed, the cost line has their sum
 */
export function copyLines(copies: readonly CopyView[]): readonly string[] {
  const failed = copies.filter((copy) => copy.state === 'failed')
  const done = copies.filter((copy) => copy.state === 'done' && copy.mode !== 'upload')
  return [...(done.length > MOST ? addedUp(done) : done.map(copyLine)), ...failed.map(copyLine)]
}

function addedUp(copies: readonly CopyView[]): readonly string[] {
  const pairs = new Map<string, CopyView[]>()
  for (const copy of copies) {
    const key = `${route(copy)}  ${word(copy)}`
    pairs.set(key, [...(pairs.get(key) ?? []), copy])
  }
  return [...pairs.values()].flatMap((some) => {
    const [first] = some
    if (first === undefined) return []
    const bytes = some.reduce((sum, copy) => sum + copy.bytes, 0)
    const all = some.reduce((sum, copy) => sum + seconds(copy), 0)
    return [
      `${route(first)}  ${size(bytes)} ${word(first)} in ${counted(some.length, 'copy', 'copies')}, ${took(all)} in all`
    ]
  })
}

const WORDS: Readonly<Record<CopyMode, string>> = {
  upload: 'uploaded',
  stream: 'streamed',
  distcp: 'copied by distcp'
}
const word = ({ mode }: CopyView): string => WORDS[mode]
const route = ({ from, to }: CopyView): string => `${to} ← ${from ?? 'this machine'}`
const seconds = ({ startedAt, endedAt }: CopyView): number =>
  startedAt > 0 && endedAt > startedAt ? (endedAt - startedAt) / 1000 : 0

/** `9 executions, 12.3 MB uploaded, 4.00 MB copied between clouds, 0 B read for comparison`. */
export const costLine = (cost: RunCost): string =>
  [
    counted(cost.executions, 'execution'),
    `${size(cost.uploadedBytes)} uploaded`,
    `${size(cost.copiedBytes)} copied between clouds`,
    `${size(cost.comparedBytes)} read for comparison`
  ].join(', ')
