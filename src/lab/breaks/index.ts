/**
 * Breaks a bare lab that was set up in exactly one way, for real, so that each check of the doctor can be seen to fail.
 *
 * What the doctor mends needs no repair here; the rest has one, which does what a person would.
 */
import { ConsoleError } from '../../shared/model/errors.js'
import { findCloud } from '../find-cloud.js'
import type { CloudPlan } from '../plan.js'
import { brokerBreaks, type BrokerAct } from './broker.js'
import { hadoopBreaks, hadoopMends } from './hadoop.js'
import { changeHostKey, restoreHostKey } from './host-key.js'
import {
  breakKindNames,
  breakKinds,
  isBreakKind,
  isPersons,
  type BreakKind,
  type CloudKind,
  type PersonsKind
} from './kinds.js'
import { breakTools, type BreakTools } from './tools.js'
import { vhostBreaks, vhostMends } from './vhost.js'
import { workerBreaks } from './worker.js'

type CloudAct = (tools: BreakTools, cloud: CloudPlan) => Promise<void>

const cloudBreaks: Readonly<Record<CloudKind, CloudAct>> = {
  'disk-key-changed': changeHostKey,
  ...hadoopBreaks,
  ...vhostBreaks,
  ...workerBreaks
}

const mends: Readonly<Record<PersonsKind, CloudAct>> = {
  'disk-key-changed': restoreHostKey,
  ...hadoopMends,
  ...vhostMends
}

/**
 * @param state - the folder that holds the lab and what set-up keeps
 * @param cloud - of a kind that breaks a cloud; otherwise absent
 * @throws ConsoleError `BAD_INPUT` for an unknown kind, and for a cloud too many or too few; `CLUSTER_UNKNOWN`; as {@link breakTools}; `LAB_FAILED`
 */
export async function labBreak(state: string, kind: string, cloud?: string): Promise<void> {
  const known = knownKind(kind)
  assertScope(known, cloud)
  const tools = await breakTools(state)
  if (cloud === undefined)
    await (brokerBreaks as Readonly<Record<string, BrokerAct>>)[known]?.(tools)
  else await cloudBreaks[known as CloudKind](tools, findCloud(tools.plan, cloud))
}

/** Takes back a break that only a person mends. @throws ConsoleError as {@link labBreak} */
export async function labMend(state: string, kind: string, cloud?: string): Promise<void> {
  const known = knownKind(kind)
  if (!isPersons(known))
    throw new ConsoleError('BAD_INPUT', `"${known}" is mended by the doctor`, {
      hint: 'Run: npx medusa doctor --fix --environment lab'
    })
  assertScope(known, cloud)
  const tools = await breakTools(state)
  await mends[known](tools, findCloud(tools.plan, cloud ?? ''))
}

function knownKind(kind: string): BreakKind {
  if (isBreakKind(kind)) return kind
  throw new ConsoleError('BAD_INPUT', `there is no break "${kind}"`, {
    hint: `Choose one of: ${breakKindNames.join(', ')}.`
  })
}

function assertScope(kind: BreakKind, cloud: string | undefined): void {
  const { scope } = breakKinds[kind]
  if ((scope === 'cloud') === (cloud !== undefined)) return
  throw new ConsoleError(
    'BAD_INPUT',
    scope === 'cloud' ? `"${kind}" breaks a cloud: say which` : `"${kind}" breaks the broker`,
    { hint: `medusa lab break ${kind}${scope === 'cloud' ? ' CLOUD' : ''}` }
  )
}
