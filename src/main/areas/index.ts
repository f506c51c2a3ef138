/** All areas of the contract together. */
import type { Handlers } from '@shared/ipc/contract.js'
import type { Workplace } from '../workplace.js'
import type { Area, AreaContext } from './area.js'
import { clusterArea } from './clusters.js'
import { brokerArea } from './broker.js'
import { consoleArea } from './console.js'
import { environmentArea } from './environment.js'
import { labArea } from './lab.js'
import { hdfsArea } from './hdfs.js'
import { hostArea } from './hosts.js'
import { runArea } from './runs.js'
import { settingsArea } from './settings.js'
import { setupArea } from './setup.js'

export interface Areas {
  readonly handlers: Handlers
  show(workplace: Workplace | null): void
  stop(): void
}

export function openAreas(context: AreaContext): Areas {
  const broker = brokerArea(context)
  const console = consoleArea(context)
  const environment = environmentArea(context)
  const clusters = clusterArea(context)
  const lab = labArea(context)
  const hdfs = hdfsArea(context)
  const host = hostArea(context)
  const run = runArea(context)
  const settings = settingsArea(context)
  const setup = setupArea(context)
  const all: readonly Area<unknown>[] = [
    broker,
    console,
    environment,
    lab,
    hdfs,
    host,
    run,
    settings,
    clusters,
    setup
  ]
  return {
    handlers: {
      ...broker.handlers,
      ...console.handlers,
      ...environment.handlers,
      ...clusters.handlers,
      ...lab.handlers,
      ...hdfs.handlers,
      ...host.handlers,
      ...run.handlers,
      ...settings.handlers,
      ...setup.handlers
    },
    show: (workplace) => all.forEach((area) => area.show?.(workplace)),
    stop: () => all.forEach((area) => area.stop?.())
  }
}
