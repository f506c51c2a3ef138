/** The lab on this machine as the window sees and changes it; starting and stopping is the command line's (see programs.ts). */
import type { LabFault, LabNeed, LabView } from '@shared/ipc/lab-view.js'
import { LAB_CLOUDS } from '@shared/ipc/lab-view.js'
import { ConsoleError } from '@shared/model/errors.js'
import type { ClusterName } from '@shared/model/ids.js'
import { join } from 'node:path'
import {
  cacheRoot,
  hadoopFolder,
  labFault,
  labFolder,
  labHeal,
  labStatus,
  lookAtMachine,
  requirePlan,
  strandedClouds,
  writeStory
} from '../../lab/index.js'
import type { Missing } from './installation.js'

export interface LookedAt {
  readonly needs: readonly LabNeed[]
  readonly missing: Missing
}

export interface PreparedTour {
  readonly jobFile: string
  readonly liar: ClusterName
}

/** Port: the lab of one state folder. */
export interface LabMachine {
  readonly folder: string
  /** @returns neither broker nor clouds when there never was a lab */
  lab(): Promise<Pick<LabView, 'broker' | 'clouds'>>
  look(up: boolean): Promise<LookedAt>
  /** @param until - when it may be healed by whoever finds it */
  fault(cloud: ClusterName, kind: LabFault, until: 'healed' | 'this process ends'): Promise<void>
  /** Clouds with a fault that was to end with a process, which is gone. */
  stranded(): Promise<readonly ClusterName[]>
  heal(cloud: ClusterName): Promise<void>
  /** Lays out the demo's job beside the lab. @param now - goes into the name of its output */
  prepareTour(now: number): Promise<PreparedTour>
}

/** @param state - state folder @param base - see `LabUp.base` */
export function labMachine(state: string, base: number): LabMachine {
  const folder = labFolder(state)
  return {
    folder,
    lab: async () => {
      const status = await labStatus(folder).catch(noLab)
      const clouds = status?.clouds ?? []
      return {
        broker: status?.broker.state ?? null,
        clouds: clouds.map(({ name, address, state: cloudState, missing = [] }) => ({
          name: name as ClusterName,
          address,
          state: cloudState,
          missing
        }))
      }
    },
    look: async (up) => {
      const hadoop = hadoopFolder(cacheRoot())
      const machine = await lookAtMachine({ folder, hadoop, clouds: LAB_CLOUDS, base, up })
      const { needs, packages } = machine
      return { needs, missing: { packages, hadoop: machine.hadoop } }
    },
    fault: (cloud, kind, until) => labFault(folder, cloud, kind, until),
    stranded: async () => (await strandedClouds(folder)) as readonly ClusterName[],
    heal: (cloud) => labHeal(folder, cloud),
    prepareTour: async (now) => {
      const { plan } = await requirePlan(folder)
      const names = plan.clouds.map(({ name }) => name)
      return writeStory(join(state, 'tour'), names, now)
    }
  }
}

function noLab(thrown: unknown): null {
  if (thrown instanceof ConsoleError && thrown.code === 'ENVIRONMENT_UNKNOWN') return null
  throw thrown
}
