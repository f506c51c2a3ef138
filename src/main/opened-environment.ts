/** An environment as this window works in it, which may not be as it is saved. */
import type { Environment } from '@shared/model/settings.js'

export interface OpenedEnvironment {
  readonly name: string
  readonly environment: Environment
  /** Runs of this window are carried out in it. */
  readonly busy: boolean
}
