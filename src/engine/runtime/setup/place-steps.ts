/** The steps of set-up at their places: those of the broker once, those of a cluster for each. */
import type { Site, SiteCluster } from '../../../shared/model/setup-site.js'
import { idOf, type Need } from '../../domain/setup/order.js'
import type { BrokerStep, ClusterStep, ConsoleStep } from './bench.js'
import { steps } from './steps/index.js'

interface Place {
  readonly id: string
  readonly target: string
  readonly needs: readonly Need[]
}
export type PlacedStep = Place &
  (
    | { readonly step: BrokerStep | ConsoleStep }
    | { readonly step: ClusterStep; readonly cluster: SiteCluster }
  )

export function placeSteps({ clusters }: Site): readonly PlacedStep[] {
  return steps.flatMap((step): readonly PlacedStep[] => {
    const { needs, name } = step
    return step.scope === 'cluster'
      ? clusters.map((cluster) => ({
          id: idOf(cluster.name, name),
          target: cluster.name,
          needs,
          step,
          cluster
        }))
      : [{ id: idOf(step.scope, name), target: step.scope, needs, step }]
  })
}
