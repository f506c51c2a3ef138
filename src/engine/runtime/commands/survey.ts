/** Survey one cluster: is it there, what is it, does it hold the inputs, is the output's name free? */
import type { ClusterName } from '../../../shared/model/ids.js'
import { ask, reasonOf, type RunContext } from '../context.js'

/** A cluster that is there answers within milliseconds; one that is down must not hold up the others for long. */
const HELLO_DEADLINE_MS = 5_000
const FACTS_DEADLINE_MS = 8_000

export async function survey(context: RunContext, cluster: ClusterName): Promise<void> {
  const { plan, ports } = context
  const paths = [
    plan.output,
    ...plan.inputs.flatMap((input) => (input.type === 'hdfs' ? [input.path] : []))
  ]
  try {
    const [, stat, facts] = await Promise.all([
      ask(context, cluster, 'medusa.hello', {}, HELLO_DEADLINE_MS),
      ask(context, cluster, 'medusa.stat', { paths }, FACTS_DEADLINE_MS),
      knownFacts(context, cluster)
    ])
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
          outputExists: present.has(plan.output),
          facts
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
  }
}

/** Facts are for the report: a cluster that cannot tell them is used all the same. */
async function knownFacts(
  context: RunContext,
  cluster: ClusterName
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { value, settle } = await ask(context, cluster, 'medusa.facts', {}, FACTS_DEADLINE_MS)
    settle()
    return value
  } catch (thrown) {
    return { unknown: reasonOf(thrown) }
  }
}
