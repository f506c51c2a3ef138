/** What every page is given: the bridge to main, what is known, the time for ages, and ways to ask and tell. */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { EnvironmentSnapshot } from '@shared/model/watch.js'
import { createContext } from 'svelte'

/** A question before something is destroyed or changed for others. */
export interface Question {
  readonly title: string
  /** What happens, and what is not touched. */
  readonly text: string
  /** Verb, object and count: `Purge 2 messages`. */
  readonly button: string
  /** How to say no. @default `Keep` where something is destroyed (`danger`), else `Cancel` */
  readonly keep?: string
  /** What has to be typed before the button works; absent: nothing. */
  readonly typed?: string
  readonly danger?: boolean
  /** The call or command as it will be sent, to read and copy. */
  readonly call?: string
}

export interface ConsoleContext {
  readonly api: ConsoleApi
  /** Asks first where that ends something. */
  readonly chooseEnvironment: (name: string) => Promise<void>
  /** `null` until main has answered. */
  readonly console: ConsoleState | null
  /** What is seen of the shown environment; `null`: nothing yet. */
  readonly watch: EnvironmentSnapshot | null
  /** Milliseconds since 1970; moves once a second. */
  readonly now: number
  /** Confirms what the user did, for some seconds. Never for what went wrong: that stands where it happened. */
  toast(text: string): void
  /** @returns whether the button was pressed */
  confirm(question: Question): Promise<boolean>
}

export const [getConsole, setConsole] = createContext<ConsoleContext>()
