/** The status of a lab for people. */
import type { LabStatus } from '../../lab/index.js'
import { table } from './table.js'
import { indent } from './verdict.js'

export function labText(found: LabStatus): string {
  const { broker, clouds } = found
  if (clouds.length === 0) return 'no lab: npx medusa lab up'
  const at = `broker ${broker.state}, ${broker.amqp}, management ${broker.management}`
  const text =
    found.bare === true
      ? `bare ${at}, ${broker.ssh ?? ''}\n${bareRows(found)}`
      : `${at}\n${ordinaryRows(found)}`
  const missing = clouds.flatMap(({ name, missing: without = [] }) =>
    without.length === 0 ? [] : [`${name} is without ${without.join(', ')}`]
  )
  return [text, ...missing, ...(found.remedy === undefined ? [] : [found.remedy])].join('\n')
}

/** What a person types next. */
export const NEXT_AFTER_BARE =
  'nothing is set up there yet; next: npx medusa setup, and when something is wrong: npx medusa doctor'

const ordinaryRows = ({ clouds }: LabStatus): string =>
  rows(
    ['cloud', 'address', 'state', 'queue', 'HttpFS'],
    clouds.map(({ name, address, state, queue, httpfs }) => [name, address, state, queue, httpfs])
  )

/** Queue and HttpFS of a bare cloud are there when set-up has made them; so it is said what runs. */
const bareRows = ({ clouds }: LabStatus): string =>
  rows(
    ['cloud', 'address', 'state', 'ssh', 'runs'],
    clouds.map(({ name, address, state, ssh, pids }) => [
      name,
      address,
      state,
      ssh,
      Object.keys(pids).join(' ')
    ])
  )

const rows = (heads: readonly string[], cells: readonly (readonly string[])[]): string =>
  indent(
    table(
      heads.map((head) => ({ head })),
      cells
    )
  )
