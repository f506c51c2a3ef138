/** Planning copies: how long it takes for many inputs and clusters, and how many bytes it saves against the rule of Medusa 1.0. */
import type { Bench } from './bench.js'
import { caseOf, kinds, timesOurs } from './copy-cases.js'
import { median, summary, type Figure } from './figures.js'
import { planningStep } from './planning-run.js'

const INPUTS = 200
const CLUSTERS = 100
const PLANS = 3
const CASES = 200
const TARGET_SECONDS = 1

export const copyPlan: Bench = {
  name: 'copy-plan',
  title: `planning copies, ${String(INPUTS)} inputs × ${String(CLUSTERS)} clusters`,
  usesLab: false,
  run: () => {
    const few = planned(51)
    const all = planned(CLUSTERS)
    const slowest = summary(all).max / 1000
    const ratios = kinds.map((kind) => ({
      kind,
      samples: Array.from({ length: CASES }, (_, seed) => timesOurs(caseOf(kind, seed)))
    }))
    return Promise.resolve({
      targets: [
        {
          target: `under ${String(TARGET_SECONDS)} s`,
          measured: `${slowest.toFixed(4)} s at the slowest, with all ${String(CLUSTERS)} clusters chosen`,
          met: slowest < TARGET_SECONDS
        }
      ],
      figures: [
        { name: 'a plan for 51 of the clusters (f = 50)', unit: 'ms', samples: few },
        { name: 'a plan for all of them', unit: 'ms', samples: all },
        ...ratios.map(({ kind, samples }): Figure => ({
          name: `Medusa's bytes / ours, ${kind}`,
          unit: 'times',
          samples
        }))
      ],
      notes: [
        ...ratios.map(({ kind, samples }) => saved(kind, samples)),
        'Medusa 1.0 chooses the clusters to which the fewest inputs have to be copied, whatever their size. 4 to 16 clusters, 2 to 40 inputs, f + 1 up to half of the clusters; sizes uniform up to 1 GB, or lognormal (median 64 MB, sigma 2); holders by a coin, or one or two.'
      ]
    })
  }
}

/** Milliseconds of the step of the run machine in which it plans. */
const planned = (needed: number): readonly number[] =>
  Array.from({ length: PLANS }, (_, seed) => {
    const plan = planningStep({ ...caseOf('skewed', seed, INPUTS, CLUSTERS), needed })
    const begun = performance.now()
    const { state } = plan()
    const ended = performance.now()
    if (state.attempts.length !== needed) throw new Error('the machine did not plan what it should')
    return ended - begun
  })

function saved(kind: string, ratios: readonly number[]): string {
  const percent = (ratio: number): string => `${((1 - 1 / ratio) * 100).toFixed(0)} %`
  const fewer = ratios.filter((ratio) => ratio > 1).length
  const more = ratios.filter((ratio) => ratio < 1).length
  return `${kind}: ours moves fewer bytes in ${String(fewer)} of ${String(CASES)} cases, more in ${String(more)}; ${percent(median(ratios))} fewer in the middle, ${percent(summary(ratios).max)} at most.`
}
