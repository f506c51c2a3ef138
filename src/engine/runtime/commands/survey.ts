/** Survey one cluster: is it there, does it hold the inputs, is the output's name free? And, in its own time, what is it? */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import { targetsOf } from '../../domain/run/plan.js'
import { PROTOCOL_VERSION } from '../../protocol/tasks/names.js'
import { ask, reasonOf, type RunContext } from '../context.js'

/** A cluster that is there answers within milliseconds; one that is down must not hold up the others for long. */
const HELLO_DEADLINE_MS = 5_000
/** It said hello: a busy NameNode may take its time. */
const STAT_DEADLINE_MS = 30_000
const FACTS_DEADLINE_MS = 30_000

export async function survey(context: RunContext, cluster: ClusterName): Promise<void> {
  const { plan, ports } = context
  const targets = targetsOf(plan)
  const paths = [
    ...targets,
    ...plan.inputs.flatMap((input) => (input.type === 'hdfs' ? [input.path] : []))
  ]
  try {
    const [hello, stat] = await Promise.all([
      ask(context, cluster, 'medusa.hello', {}, HELLO_DEADLINE_MS),
      ask(context, cluster, 'medusa.stat', { paths }, STAT_DEADLINE_MS)
    ])
    hello.settle()
    if (hello.value.protocol !== PROTOCOL_VERSION) throw otherVersion(hello.value.protocol)
    const present = new Set(
      stat.value.filter((entry) => entry.type !== 'missing').map((entry) => entry.path)
    )
    context.emit(
      {
        type: 'cluster-surveyed',
        at: ports.clock.now(),
        cluster,
        survey: {
          type: 'ready',
          holds: plan.inputs.map((input) => input.type === 'upload' || present.has(input.path)),
          outputExists: targets.some((path) => present.has(path))
        }
      },
      stat.settle
    )
  } catch (thrown) {
    context.emit({
      type: 'cluster-surveyed',
      at: ports.clock.now(),
      cluster,
      survey: { type: 'unreachable', reason: reasonOf(thrown) }
    })
    return
  }
  await describe(context, cluster)
}

const otherVersion = (protocol: number): ConsoleError =>
  new ConsoleError(
    'REPLY_REFUSED',
    `its worker speaks version ${String(protocol)} of the protocol, this console ${String(PROTOCOL_VERSION)}: deploy it again`
  )

/** Facts are for the report: a cluster that can't tell them is used all the same. */
async function describe(context: RunContext, cluster: ClusterName): Promise<void> {
  const { clock, log } = context.ports
  try {
    const { value, settle } = await ask(context, cluster, 'medusa.facts', {}, FACTS_DEADLINE_MS)
    context.emit({ type: 'cluster-described', at: clock.now(), cluster, facts: value }, settle)
  } catch (thrown) {
    log.write('warning', `facts of ${cluster}: ${reasonOf(thrown)}`)
  }
}
