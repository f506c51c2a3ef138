/** The start of a lab as a table that stands whole from the first moment: what will be started, what is, what answers. Pure. */
import { LAB_CLOUDS, type LabStep } from '@shared/ipc/lab-view.js'
import { setupText } from '../../text/setup.js'

export type CellState = 'waiting' | 'starting' | 'ready'

export interface StartCell {
  readonly daemon: string
  readonly state: CellState
  /** Since the start began, when it is ready. */
  readonly seconds: number | null
}

export interface StartRow {
  readonly name: string
  readonly cells: readonly StartCell[]
}

/** The daemons of a cloud, in the order in which they need each other. */
export const CLOUD_DAEMONS = [
  'namenode',
  'datanode',
  'httpfs',
  'peers',
  'resourcemanager',
  'nodemanager',
  'sshd',
  'worker'
] as const
const NAMES = ['porto', 'lisbon', 'faro']

export interface StartPlan {
  /** What concerns all of it: the first thing and the last. */
  readonly lab: { readonly prepared: StartCell; readonly greeted: StartCell }
  readonly broker: StartCell
  readonly clouds: readonly StartRow[]
  readonly ready: number
  readonly all: number
}

export function startPlan(steps: readonly LabStep[]): StartPlan {
  const cell = (cloud: string, daemon: string): StartCell => {
    const step = steps.find((each) => each.cloud === cloud && each.daemon === daemon)
    return {
      daemon,
      state: step?.state ?? 'waiting',
      seconds: step?.state === 'ready' ? step.seconds : null
    }
  }
  const lab = { prepared: cell('lab', 'class data'), greeted: cell('lab', 'greetings') }
  const broker = cell('broker', 'rabbitmq')
  const clouds = NAMES.slice(0, LAB_CLOUDS).map((name) => ({
    name,
    cells: CLOUD_DAEMONS.map((daemon) => cell(name, daemon))
  }))
  const cells = [lab.prepared, lab.greeted, broker, ...clouds.flatMap((row) => row.cells)]
  return {
    lab,
    broker,
    clouds,
    ready: cells.filter(({ state }) => state === 'ready').length,
    all: cells.length
  }
}

/** What is being waited for, for those who do not see the table. */
export function startSentence({ ready, all, lab }: StartPlan): string {
  if (lab.prepared.state !== 'ready') return setupText.start.preparing
  if (lab.greeted.state === 'starting') return setupText.start.greeting
  return setupText.start.parts(ready, all)
}
