/** How long a lab of three clouds takes until the console has talked to every worker, and to go down; its files are new each time. */
import { median, type Figure } from './figures.js'
import type { Bench } from './bench.js'
import { benchState, CLOUDS, startLab, stopLab } from './shared-lab.js'

const ROUNDS = 3
const TARGET_SECONDS = 45

export const labStart: Bench = {
  name: 'lab',
  title: `a lab of ${String(CLOUDS)} clouds`,
  usesLab: false,
  run: async ({ signal, say }) => {
    const state = benchState('start')
    const up: number[] = []
    const down: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      say(`lab: start ${String(round + 1)} of ${String(ROUNDS)}`)
      const begun = performance.now()
      try {
        await startLab(state, signal)
        up.push((performance.now() - begun) / 1000)
      } finally {
        const ending = performance.now()
        await stopLab(state)
        down.push((performance.now() - ending) / 1000)
      }
    }
    const seconds = median(up)
    const figures: readonly Figure[] = [
      { name: 'until every worker has answered', unit: 's', samples: up },
      { name: 'down, and its files deleted', unit: 's', samples: down }
    ]
    return {
      targets: [
        {
          target: `ready in ${String(TARGET_SECONDS)} s on 2 cores`,
          measured: `${seconds.toFixed(1)} s`,
          met: seconds <= TARGET_SECONDS
        }
      ],
      figures,
      notes: []
    }
  }
}
