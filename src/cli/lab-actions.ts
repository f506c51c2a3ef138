/** What the command line does to the lab, written into the log of actions that window and command line share. */
import type { ActionWords } from '../engine/index.js'
import { labBreak, labDown, labFault, labFolder, labHeal, labMend } from '../lab/index.js'
import { recorder, stateFolder, type CommonOptions } from './session.js'

/** An action on the lab, in the words of the log. @param call - the command that does it */
export const onLab = (what: string, call: string): ActionWords => ({
  environment: 'lab',
  target: { kind: 'lab', name: 'lab' },
  what,
  call
})

/** @returns how many processes ended */
export const takeDown = (options: CommonOptions): Promise<number> =>
  recorder(options)(onLab('stopped the lab', 'medusa lab down'), () =>
    labDown(labFolder(stateFolder(options)))
  )

/** @param kind - one of `faultKinds` @throws ConsoleError `CLUSTER_UNKNOWN`, `BAD_INPUT` */
export const setFault = (options: CommonOptions, cloud: string, kind: string): Promise<void> =>
  recorder(options)(
    onLab(`set the fault "${kind}" of ${cloud}`, `medusa lab fault ${cloud} ${kind}`),
    () => labFault(labFolder(stateFolder(options)), cloud, kind)
  )

export const endFaults = (options: CommonOptions, cloud: string): Promise<void> =>
  recorder(options)(onLab(`ended the faults of ${cloud}`, `medusa lab heal ${cloud}`), () =>
    labHeal(labFolder(stateFolder(options)), cloud)
  )

/** @param cloud - absent for what breaks the broker @throws ConsoleError `CLUSTER_UNKNOWN`, `BAD_INPUT`, `LAB_FAILED` */
export const breakLab = (options: CommonOptions, kind: string, cloud?: string): Promise<void> =>
  recorder(options)(
    onLab(`broke ${cloud ?? 'the broker'}: "${kind}"`, commandOf('break', kind, cloud)),
    () => labBreak(stateFolder(options), kind, cloud)
  )

export const mendLab = (options: CommonOptions, kind: string, cloud?: string): Promise<void> =>
  recorder(options)(
    onLab(`mended ${cloud ?? 'the broker'}: "${kind}"`, commandOf('mend', kind, cloud)),
    () => labMend(stateFolder(options), kind, cloud)
  )

const commandOf = (verb: string, ...words: readonly (string | undefined)[]): string =>
  ['medusa lab', verb, ...words.filter((word) => word !== undefined)].join(' ')
