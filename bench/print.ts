/** Results for people: a block a bench, with its targets and a table of figures. */
import { table } from '../src/cli/output/table.js'
import { rounded, summary } from './figures.js'
import type { BenchResult } from './results.js'

const columns = [
  { head: '' },
  { head: 'median', right: true },
  { head: 'min', right: true },
  { head: 'max', right: true },
  { head: '' },
  { head: 'n', right: true }
]

export function printed({ name, title, load, outcome }: BenchResult): string {
  const head = `${name}: ${title}   (load ${load.toFixed(1)})`
  switch (outcome.type) {
    case 'failed':
      return `${head}\n  FAILED  ${outcome.error}`
    case 'skipped':
      return `${head}\n  skipped: ${outcome.reason}`
    case 'measured': {
      const rows = outcome.figures.map(({ name: figure, unit, samples }) => {
        const { median, min, max } = summary(samples)
        const values = [median, min, max].map(rounded)
        return [figure, ...values, unit, String(samples.length)]
      })
      const targets = outcome.targets.map(
        ({ target, measured, met }) =>
          `${met ? 'met   ' : 'MISSED'}  ${target}\n        ${measured}`
      )
      const lines = [...targets, ...table(columns, rows).split('\n'), ...outcome.notes]
      return [head, ...lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`)].join('\n')
    }
  }
}
