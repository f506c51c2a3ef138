/** What the page knows of the guided set-up: plain data, pushed whole. Never a password. */
import type { WireError } from '../model/errors.js'
import type { Millis } from '../model/ids.js'
import type { SetupPicture } from '../model/setup.js'

/** Something that can be set up. */
export interface SetupOffer {
  readonly environment: string
  /** `bare-lab`: machines of the lab. `site`: somebody said what it consists of. `environment`: the settings have it, with ssh. */
  readonly kind: 'bare-lab' | 'site' | 'environment'
  /** `host:port` */
  readonly broker: string
  readonly clusters: readonly string[]
  /** Can it be opened as an environment already? */
  readonly there: boolean
}

export const stepActs = ['check', 'mend', 'undo'] as const
export type StepAct = (typeof stepActs)[number]

/** What goes on in a set-up, asked for in this window; one at a time. */
export type GuideActivity =
  | { readonly type: 'none' }
  | {
      /** Goes through all steps. */
      readonly type: 'all'
      /** Mends what can be mended. */
      readonly mend: boolean
      readonly since: Millis
      /** Nothing new is begun. */
      readonly stopping: boolean
    }
  | { readonly type: 'step'; readonly step: string; readonly act: StepAct; readonly since: Millis }

export interface SetupGuideView {
  /** Grows with every change. */
  readonly version: number
  readonly environment: string
  readonly picture: SetupPicture
  readonly activity: GuideActivity
  /** Clusters that are left out. */
  readonly without: readonly string[]
  /** What went wrong with the last act itself, and not at a machine: its log cannot be written, a file was edited meanwhile. */
  readonly problem: { readonly step: string | null; readonly error: WireError } | null
  /** For commands to copy. */
  readonly broker: { readonly management: string; readonly adminUser: string }
}
