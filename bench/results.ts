/** Results as they are written to bench-output/bench.json. */
import { cpus, loadavg, release, totalmem } from 'node:os'
import { summary, type Figure } from './figures.js'
import type { Measured, Target } from './bench.js'

export type Outcome =
  | ({ readonly type: 'measured' } & Measured)
  | { readonly type: 'skipped'; readonly reason: string }
  | { readonly type: 'failed'; readonly error: string }

export interface BenchResult {
  readonly name: string
  readonly title: string
  /** Load average over one minute, when it began: on a busy machine only ratios mean something. */
  readonly load: number
  readonly outcome: Outcome
}

export const load = (): number => loadavg()[0] ?? 0

export function toJson(at: Date, results: readonly BenchResult[]): object {
  const figure = (one: Figure) => ({ ...one, ...summary(one.samples) })
  const verdict = (targets: readonly Target[]) =>
    targets.every(({ met }) => met) ? 'met' : 'missed'
  return {
    at: at.toISOString(),
    machine: {
      cpus: cpus().length,
      model: cpus()[0]?.model ?? '',
      memoryBytes: totalmem(),
      linux: release(),
      node: process.versions.node
    },
    benches: results.map(({ outcome, ...bench }) =>
      outcome.type === 'measured'
        ? {
            ...bench,
            verdict: verdict(outcome.targets),
            targets: outcome.targets,
            figures: outcome.figures.map(figure),
            notes: outcome.notes
          }
        : {
            ...bench,
            verdict: outcome.type,
            reason: outcome.type === 'failed' ? outcome.error : outcome.reason
          }
    )
  }
}
