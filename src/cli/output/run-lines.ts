/** A run on a terminal: a line a cluster that is replaced in place; without a terminal, a line for each thing that happened. */
import type { AttemptView, ClusterView, RunSnapshot } from '../../shared/model/run.js'
import { duration, fit, size } from './format.js'
import type { Output } from './output.js'

const MARKS = {
  agreed: '✓',
  outvoted: '≠',
  failed: '✗',
  hung: '⧗',
  unreachable: '⊘',
  cancelled: '−',
  inconclusive: '?'
} as const

export interface RunLines {
  show(snapshot: RunSnapshot): void
  /** Leaves the last picture standing. */
  end(): void
}

export function runLines(output: Output): RunLines {
  let drawn = 0
  let told = 0
  const redraw = (snapshot: RunSnapshot): void => {
    const lines = [heading(snapshot), ...snapshot.clusters.map((one) => clusterLine(snapshot, one))]
    const up = drawn > 0 ? `\u001b[${String(drawn)}A` : ''
    const text = lines.map((line) => `\u001b[2K${fit(line, output.width - 1)}\n`).join('')
    output.raw(`${up}${text}`)
    drawn = lines.length
  }
  const tell = (snapshot: RunSnapshot): void => {
    for (const note of snapshot.notes.slice(told)) {
      const at = duration((note.at - snapshot.startedAt) / 1000).padStart(8)
      output.say(`${at}  ${note.cluster === null ? '' : `${note.cluster}: `}${note.text}`)
    }
    told = snapshot.notes.length
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
  const attempt = snapshot.attempts.findLast((one) => one.cluster === cluster.name)
  const name = cluster.name.padEnd(Math.max(...snapshot.clusters.map((one) => one.name.length)))
  return `  ${name}  ${attempt === undefined ? standing(cluster) : attemptText(attempt)}`
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
      return `uploading ${size(attempt.bytes)} of ${size(attempt.bytesTotal)}`
    case 'running':
      return `map ${bar(attempt.map)} ${percent(attempt.map)}  reduce ${bar(attempt.reduce)} ${percent(attempt.reduce)}`
    case 'digesting':
      return `digesting ${size(attempt.bytes)}`
    case 'voting':
      return `digests are here: ${String(attempt.files.length)} files, waits for the vote`
    default:
      return attempt.phase
  }
}

const bar = (value: number): string => '█'.repeat(Math.round(value / 10)).padEnd(10, '░')
const percent = (value: number): string => `${String(Math.round(value)).padStart(3)} %`
