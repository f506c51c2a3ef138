/** The jobs of a run under way, a line each: what is decided, what runs, what waits. */
import type { AttemptView, RunSnapshot, UnitView } from '../../shared/model/run.js'
import { counted } from '../../shared/text/counted.js'

/** A picture that is higher than the terminal cannot be replaced in place. */
const MOST_JOBS = 12

/** @returns lines; jobs that are decided are left out first when there are many */
export function jobLines(snapshot: RunSnapshot): readonly string[] {
  const attempts = new Map<string, AttemptView[]>()
  for (const one of snapshot.attempts)
    attempts.set(one.unit, [...(attempts.get(one.unit) ?? []), one])
  const jobs = new Map<string, UnitView[]>()
  for (const unit of snapshot.units) jobs.set(unit.job, [...(jobs.get(unit.job) ?? []), unit])
  // Jobs that were cut first: the others read them.
  const all = [...jobs]
    .map(([job, units]) => ({ job, units, decided: units.every((unit) => unit.decided) }))
    .sort((a, b) => Number(b.units.length > 1) - Number(a.units.length > 1))
  const open = all.filter((job) => !job.decided)
  const shown =
    all.length <= MOST_JOBS
      ? all
      : [...open, ...all.filter((job) => job.decided)].slice(0, MOST_JOBS)
  const width = Math.max(...shown.map(({ job }) => job.length))
  const lines = shown.map(
    ({ job, units }) =>
      `  ${job.padEnd(width)}  ${units.length > 1 ? partsText(units, attempts) : unitText(units, attempts)}`
  )
  const hidden = all.length - shown.length
  return hidden === 0 ? lines : [...lines, `  and ${counted(hidden, 'more job')}`]
}

type Attempts = ReadonlyMap<string, readonly AttemptView[]>

function unitText([unit]: readonly UnitView[], attempts: Attempts): string {
  if (unit === undefined) return ''
  const own = attempts.get(unit.id) ?? []
  if (unit.decided) {
    const agreed = own.filter((one) => unit.agreed.includes(one.id)).map((one) => one.cluster)
    return `✓ decided by ${[...new Set(agreed)].join(', ')}`
  }
  if (own.length === 0) return 'waits for other jobs'
  return openText(own)
}

function partsText(units: readonly UnitView[], attempts: Attempts): string {
  const count = (which: (unit: UnitView) => boolean): number => units.filter(which).length
  const begun = (unit: UnitView): boolean => (attempts.get(unit.id) ?? []).length > 0
  const decided = count((unit) => unit.decided)
  const under = count((unit) => !unit.decided && begun(unit))
  const waiting = units.length - decided - under
  return [
    `${String(decided)} of ${String(units.length)} parts decided`,
    ...(under === 0 ? [] : [`${String(under)} under way`]),
    ...(waiting === 0 ? [] : [`${String(waiting)} not begun`])
  ].join(', ')
}

function openText(own: readonly AttemptView[]): string {
  const open = own.filter((one) => one.verdict === null)
  const data = open.filter((one) => one.phase === 'staging')
  const voting = open.filter((one) => one.phase === 'voting' || one.phase === 'over')
  const running = open.length - data.length - voting.length
  const parts = [
    running === 0 ? '' : `${String(running)} of ${String(open.length)} run`,
    data.length === 0 ? '' : `${String(data.length)} wait for data`,
    voting.length === 0 ? '' : `${String(voting.length)} wait for the vote`
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'another cluster is next' : parts.join(', ')
}
