/** The start of a lab on a terminal: a line a cloud, replaced in place; without a terminal, a line when a daemon is ready; with `--json` an object a step. */
import type { LabProgress } from '../../lab/index.js'
import type { Output } from './output.js'

export interface LabLines {
  show(progress: LabProgress): void
  end(): void
}

export function labLines(output: Output): LabLines {
  const clouds = new Map<string, Map<string, LabProgress>>()
  let drawn = 0
  const text = (cloud: string, daemons: ReadonlyMap<string, LabProgress>): string => {
    const parts = [...daemons.values()].map(({ daemon, state, seconds }) =>
      state === 'ready' ? `${daemon} ✓ ${seconds.toFixed(0)} s` : `${daemon} …`
    )
    return `  ${cloud.padEnd(8)}  ${parts.join('  ')}`
  }
  return {
    show: (progress) => {
      const daemons = clouds.get(progress.cloud) ?? new Map<string, LabProgress>()
      daemons.set(progress.daemon, progress)
      clouds.set(progress.cloud, daemons)
      if (output.json) {
        output.object({ progress })
        return
      }
      if (output.live) {
        const lines = [...clouds].map(([cloud, known]) =>
          text(cloud, known).slice(0, output.width - 1)
        )
        const back = drawn > 0 ? `\u001b[${String(drawn)}A` : ''
        output.raw(`${back}${lines.map((line) => `\u001b[2K${line}\n`).join('')}`)
        drawn = lines.length
      } else if (progress.state === 'ready')
        output.say(
          `${progress.seconds.toFixed(1).padStart(6)} s  ${progress.cloud}: ${progress.daemon} ready`
        )
    },
    end: () => {
      drawn = 0
    }
  }
}
