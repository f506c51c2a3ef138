/** All areas of the contract together. */
import type { Handlers } from '@shared/ipc/contract.js'
import type { Workplace } from '../workplace.js'
import type { Area, AreaContext } from './area.js'
import { clusterArea } from './clusters.js'
import { consoleArea } from './console.js'
import { environmentArea } from './environment.js'
import { labArea } from './lab.js'
import { runArea } from './runs.js'
import { settingsArea } from './settings.js'

export interface Areas {
  readonly handlers: Handlers
  show(workplace: Workplace | null): void
  stop(): void
}

export function openAreas(context: AreaContext): Areas {
  const console = consoleArea(context)
  const runs = runArea(context)
  const environment = environmentArea(context)
  const settings = settingsArea(context)
  const clusters = clusterArea(context)
  const lab = labArea(context)
  const all: readonly Area<unknown>[] = [console, runs, environment, settings, clusters, lab]
  return {
    handlers: {
      ...console.handlers,
      ...runs.handlers,
      ...environment.handlers,
      ...settings.handlers,
      ...clusters.handlers,
      ...lab.handlers
    },
    show: (workplace) => all.forEach((area) => area.show?.(workplace)),
    stop: () => all.forEach((area) => area.stop?.())
  }
}
