/** A run with `--json`: a line for its start, each note, each change of an attempt; the report follows from the command. */
import type { AttemptView, RunSnapshot } from '../../shared/model/run.js'
import type { Output } from './output.js'
import type { RunLines } from './run-lines.js'

export function runEvents(output: Output): RunLines {
  let begun = false
  let told = 0
  const seen = new Map<string, string>()
  const attemptLine = (attempt: AttemptView) => ({
    type: 'attempt',
    id: attempt.id,
    unit: attempt.unit,
    cluster: attempt.cluster,
    phase: attempt.phase,
    map: Math.round(attempt.map),
    reduce: Math.round(attempt.reduce),
    verdict: attempt.verdict,
    reason: attempt.reason
  })
  return {
    show: (snapshot: RunSnapshot) => {
      if (!begun) {
        const { run, name, environment, faults, seed } = snapshot
        output.object({ type: 'started', run, name, environment, faults, seed })
        begun = true
      }
      for (const note of snapshot.notes.slice(told)) output.object({ type: 'note', ...note })
      told = snapshot.notes.length
      for (const attempt of snapshot.attempts) {
        const line = attemptLine(attempt)
        const text = JSON.stringify(line)
        if (seen.get(attempt.id) === text) continue
        seen.set(attempt.id, text)
        output.object(line)
      }
    },
    end: () => undefined
  }
}
