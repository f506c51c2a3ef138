/** A run with `--json`: a line for its start, each note, each change of an attempt or a copy; the report follows from the command. */
import type { AttemptView, CopyView, RunSnapshot } from '../../shared/model/run.js'
import type { Output } from './output.js'
import type { RunLines } from './run-lines.js'

export function runEvents(output: Output): RunLines {
  let begun = false
  let told = 0
  const seen = new Map<string, string>()
  /** Is `text` something else than what was last told of it? */
  const isNews = (id: string, text: string): boolean => {
    if (seen.get(id) === text) return false
    seen.set(id, text)
    return true
  }
  return {
    show: (snapshot: RunSnapshot) => {
      if (!begun) {
        const { run, name, environment, faults, seed } = snapshot
        output.object({ type: 'started', run, name, environment, faults, seed })
        begun = true
      }
      for (const note of snapshot.notes.slice(told)) output.object({ type: 'note', ...note })
      told = snapshot.notes.length
      for (const copy of snapshot.copies)
        if (isNews(`copy ${copy.id}`, copy.state)) output.object(copyLine(copy))
      for (const attempt of snapshot.attempts) {
        const line = attemptLine(attempt)
        if (isNews(`attempt ${attempt.id}`, JSON.stringify(line))) output.object(line)
      }
    },
    end: () => undefined
  }
}

const copyLine = (copy: CopyView): object => ({ type: 'copy', ...copy })

const attemptLine = (attempt: AttemptView): object => ({
  type: 'attempt',
  id: attempt.id,
  unit: attempt.unit,
  cluster: attempt.cluster,
  phase: attempt.phase,
  map: Math.round(attempt.map),
  reduce: Math.round(attempt.reduce),
  verdict: attempt.verdict,
  reason: attempt.reason,
  repeats: attempt.repeats
})
