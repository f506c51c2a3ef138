/** A run on a terminal: a line a job and a line a cluster, replaced in place; without a terminal, a line for each thing that happened. */
import type { CopyId } from '../../shared/model/ids.js'
import type { AttemptView, ClusterView, CopyView, RunSnapshot } from '../../shared/model/run.js'
import { counted } from '../../shared/text/counted.js'
import { copyLine } from './copy-lines.js'
import { duration, fit, size } from './format.js'
import { jobLines } from './job-lines.js'
import { MARKS } from './marks.js'
import type { Output } from './output.js'

export interface RunLines {
  show(snapshot: RunSnapshot): void
  /** Leaves the last picture standing. */
  end(): void
}

export function runLines(output: Output): RunLines {
  let drawn = 0
  let told = 0
  const arrived = new Set<CopyId>()
  const redraw = (snapshot: RunSnapshot): void => {
    const lines = [
      heading(snapshot),
      ...(snapshot.units.length > 1 ? jobLines(snapshot) : []),
      ...snapshot.clusters.map((one) => clusterLine(snapshot, one)),
      ...copiesLine(copiesOf(snapshot))
    ]
    const up = drawn > 0 ? `\u001b[${String(drawn)}A` : ''
    const text = lines.map((line) => `\u001b[2K${fit(line, output.width - 1)}\n`).join('')
    output.raw(`${up}${text}`)
    // n.b. a copy that begins or a job that is done may leave fewer lines than stand there
    const gone = Math.max(0, drawn - lines.length)
    if (gone > 0) output.raw('\u001b[2K\n'.repeat(gone) + `\u001b[${String(gone)}A`)
    drawn = lines.length
  }
  const tell = (snapshot: RunSnapshot): void => {
    for (const note of snapshot.notes.slice(told)) {
      const at = duration((note.at - snapshot.startedAt) / 1000).padStart(8)
      output.say(`${at}  ${note.cluster === null ? '' : `${note.cluster}: `}${note.text}`)
    }
    told = snapshot.notes.length
    // Uploads are steps of an attempt, and the engine notes every failure.
    for (const copy of copiesOf(snapshot))
      if (copy.state === 'done' && copy.mode !== 'upload' && !arrived.has(copy.id)) {
        arrived.add(copy.id)
        const at = duration((copy.endedAt - snapshot.startedAt) / 1000).padStart(8)
        output.say(`${at}  ${copyLine(copy)}`)
      }
  }
  return {
    show: (snapshot) => {
      if (output.live) redraw(snapshot)
      else tell(snapshot)
    },
    end: () => {
      drawn = 0
    }
  }
}

const heading = (snapshot: RunSnapshot): string =>
  `${snapshot.name}  ${snapshot.run}  ${snapshot.verdict ?? snapshot.phase}  ${duration(((snapshot.finishedAt ?? snapshot.now) - snapshot.startedAt) / 1000)}  f = ${String(snapshot.faults)}, ${String(snapshot.needed)} equal outputs needed`

function clusterLine(snapshot: RunSnapshot, cluster: ClusterView): string {
  const attempts = snapshot.attempts.filter((one) => one.cluster === cluster.name)
  const last = attempts.at(-1)
  const name = cluster.name.padEnd(Math.max(...snapshot.clusters.map((one) => one.name.length)))
  const text =
    last === undefined
      ? standing(cluster)
      : snapshot.units.length > 1
        ? manyText(attempts)
        : attemptText(last)
  return `  ${name}  ${text}`
}

/** `✓ 5 agreed  ≠ 1 outvoted  2 open: count-3 map  40 %  …`: counts, then what it works on. */
function manyText(attempts: readonly AttemptView[]): string {
  const ended = Object.entries(MARKS).flatMap(([verdict, mark]) => {
    const count = attempts.filter((one) => one.verdict === verdict).length
    return count === 0 ? [] : [`${mark} ${String(count)} ${verdict}`]
  })
  const open = attempts.filter((one) => one.verdict === null)
  const working = open.map((one) => `${one.unit} ${brief(one)}`)
  return [...ended, ...(open.length === 0 ? [] : [`${String(open.length)} open:`])]
    .concat(working.length === 0 ? [] : [working.join(', ')])
    .join('  ')
}

function brief(attempt: AttemptView): string {
  switch (attempt.phase) {
    case 'running':
      return attempt.reduce > 0
        ? `reduce ${percent(attempt.reduce).trim()}`
        : `map ${percent(attempt.map).trim()}`
    case 'staging':
      return 'waits for data'
    case 'voting':
    case 'over':
      return 'waits for the vote'
    default:
      return attempt.phase
  }
}

/** What an interrupted run of the first version kept has no copies. */
const copiesOf = ({ copies }: { readonly copies?: readonly CopyView[] }): readonly CopyView[] =>
  copies ?? []

/** All copies that are no step of a single upload, in one line. */
function copiesLine(all: readonly CopyView[]): readonly string[] {
  const copies = all.filter((copy) => copy.mode !== 'upload')
  if (copies.length === 0) return []
  const count = (state: CopyView['state']): number =>
    copies.filter((copy) => copy.state === state).length
  const running = copies.filter((copy) => copy.state === 'running')
  const sum = (of: (copy: CopyView) => number): number =>
    running.reduce((total, copy) => total + of(copy), 0)
  const parts = [
    running.length === 0
      ? ''
      : `${String(running.length)} running, ${size(sum((copy) => copy.bytes))} of ${size(sum((copy) => copy.bytesTotal))}`,
    ...(['queued', 'done', 'failed'] as const).map((state) =>
      count(state) === 0 ? '' : `${String(count(state))} ${state}`
    )
  ]
  return [`  copies: ${parts.filter((part) => part !== '').join(', ')}`]
}

function standing(cluster: ClusterView): string {
  if (cluster.state === 'ready') return 'ready, not needed so far'
  return `${cluster.state}${cluster.reason === null ? '' : `: ${cluster.reason}`}`
}

function attemptText(attempt: AttemptView): string {
  if (attempt.verdict !== null)
    return `${MARKS[attempt.verdict]} ${attempt.verdict}${attempt.reason === null ? '' : `  ${attempt.reason}`}${attempt.cause === null ? '' : `: ${attempt.cause}`}`
  switch (attempt.phase) {
    case 'staging':
      return attempt.bytesTotal === 0
        ? 'waits for its data or its turn'
        : `gets data, ${size(attempt.bytes)} of ${size(attempt.bytesTotal)}`
    case 'running':
      return `map ${bar(attempt.map)} ${percent(attempt.map)}  reduce ${bar(attempt.reduce)} ${percent(attempt.reduce)}`
    case 'digesting':
      return `digesting ${size(attempt.bytes)}`
    case 'voting':
      return `digests are here: ${counted(attempt.files.length, 'file')}, waits for the vote`
    default:
      return attempt.phase
  }
}

const bar = (value: number): string => '█'.repeat(Math.round(value / 10)).padEnd(10, '░')
const percent = (value: number): string => `${String(Math.round(value)).padStart(3)} %`
