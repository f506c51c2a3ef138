/** Set-up on a terminal: a line a step when it has ended, what was done below it, and what is left at the end. */
import type { SetupPicture, ShownChange, StepView } from '../../shared/model/setup.js'
import { counted } from '../../shared/text/counted.js'
import { took } from './format.js'
import type { Output } from './output.js'

const MARKS = { ok: '✓', warning: '!', critical: '✗', unknown: '?' } as const
const TITLE_WIDTH = 34

export interface StepLines {
  show(picture: SetupPicture): void
}

/** Each step is told once it has ended, and again when it ends otherwise. */
export function stepLines(output: Output): StepLines {
  const told = new Map<string, StepView>()
  return {
    show: ({ steps }) => {
      for (const step of steps) {
        if (!isOver(step) || told.get(step.id) === step) continue
        told.set(step.id, step)
        if (output.json) output.object({ type: 'step', ...step })
        else output.say(lineOf(step))
      }
    }
  }
}

const isOver = ({ phase }: StepView): boolean =>
  phase === 'ended' || phase === 'failed' || phase === 'blocked'

function lineOf(step: StepView): string {
  const { level, phase, target, title, seen, waitsFor, done, tookMs } = step
  const mark = phase === 'blocked' ? '·' : MARKS[level ?? 'unknown']
  const what = phase === 'blocked' ? `waits for ${waitsFor.join(', ')}` : (seen ?? '')
  const time = tookMs === null ? '' : took(tookMs / 1000)
  const did = done.length === 0 ? '' : `, ${counted(done.length, 'change')} made`
  return `${mark} ${target.padEnd(8)} ${title.padEnd(TITLE_WIDTH)} ${time.padStart(7)}  ${what}${did}`
}

/** Cause and remedy of all that is not ok. */
export function troubles({ steps }: SetupPicture): string {
  return steps
    .filter(({ level, phase }) => phase !== 'blocked' && level !== null && level !== 'ok')
    .map((step) => {
      const { error, id, level, remedy } = step
      const head = `${MARKS[level ?? 'unknown']} ${id}: ${error?.message ?? step.seen ?? ''}`
      const lines = [
        ...(error?.hint === undefined ? [] : [error.hint]),
        ...remedy.flatMap(changeLines)
      ]
      return [head, ...lines.map((line) => `    ${line}`)].join('\n')
    })
    .join('\n\n')
}

export function changeLines({ where, text, note }: ShownChange): readonly string[] {
  const [first = '', ...rest] = text.trimEnd().split('\n')
  return [
    `on ${where}: ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...(note === null ? [] : [`  (${note})`])
  ]
}
