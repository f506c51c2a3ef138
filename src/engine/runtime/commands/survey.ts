/** Survey one cluster: is it there, does it hold the inputs, is the output's name free? And, in its own time, what is it? */
import type { ClusterName } from '../../../shared/model/ids.js'
import { ask, reasonOf, type RunContext } from '../context.js'

/** A cluster that is there answers within milliseconds; one that is down must not hold up the others for long. */
const HELLO_DEADLINE_MS = 5_000
/** It said hello: a busy NameNode may take its time. */
const STAT_DEADLINE_MS = 30_000
const FACTS_DEADLINE_MS = 30_000

export async function survey(context: RunContext, cluster: ClusterName): Promise<void> {
  const { plan, ports } = context
  const paths = [
    plan.output,
    ...plan.inputs.flatMap((input) => (input.type === 'hdfs' ? [input.path] : []))
  ]
  try {
    const [hello, stat] = await Promise.all([
      ask(context, cluster, 'medusa.hello', {}, HELLO_DEADLINE_MS),
      ask(context, cluster, 'medusa.stat', { paths }, STAT_DEADLINE_MS)
    ])
    hello.settle()
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
          outputExists: present.has(plan.output)
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
