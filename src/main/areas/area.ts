/** What every area of the contract is given: the desk, the clock, the desktop, and a way to the page. */
import type { EventName, Events } from '@shared/ipc/contract.js'
import type { ThemeChoice } from '@shared/ipc/console-state.js'
import type { Result } from '@shared/model/errors.js'
import type { Millis } from '@shared/model/ids.js'
import type { ConsoleDesk } from '../console-desk.js'
import type { Remembered } from '../settings/preferences.js'
import type { Programs } from '../lab/programs.js'
import type { After } from '../throttle.js'
import type { Workplace } from '../workplace.js'

export interface SaveDialog {
  readonly title: string
  readonly button: string
  /** Proposed name of the file. */
  readonly name: string
}

/** The desktop, as far as calls need it. */
export interface Desktop {
  /** @returns `null` when the dialog was closed */
  chooseJobFile(): Promise<string | null>
  /** @returns `null` when the dialog was closed */
  chooseFolder(): Promise<string | null>
  /** @returns nothing when the dialog was closed */
  chooseSettingsFiles(): Promise<readonly string[]>
  /** Where to write; `null` when the dialog was closed. */
  chooseSettingsTarget(): Promise<string | null>
  /** @throws ConsoleError when the desktop has nothing to show it with */
  showFolder(folder: string): Promise<void>
  /** @returns an absolute path, also of a file that is there (the dialog has asked); `null` when the dialog was closed */
  chooseSaveFile(dialog: SaveDialog): Promise<string | null>
  /** @returns absolute paths; none when the dialog was closed */
  chooseFiles(dialog: {
    readonly title: string
    readonly button: string
  }): Promise<readonly string[]>
  writeClipboard(text: string): void
  readClipboard(): string
  applyTheme(theme: ThemeChoice): void
  /** Remembers it for the next start. */
  keep(change: Partial<Pick<Remembered, 'environment' | 'notices'>>): void
}

export interface AreaContext {
  readonly desk: ConsoleDesk
  readonly desktop: Desktop
  readonly now: () => Millis
  readonly after: After
  readonly push: <K extends EventName>(event: K, payload: Events[K]) => void
  /** What this process may start on this machine. */
  readonly programs: Programs
  /** Where a lab started from here listens. */
  readonly labBase: number
}

/** One area: what its calls do, and what happens when another environment is shown or the window goes. */
export interface Area<H> {
  readonly handlers: H
  /** Another environment is shown now; `null`: none. What was open of the former one is let go. */
  show?(workplace: Workplace | null): void
  stop?(): void
}

export const done = <T>(value: T): Result<T> => ({ ok: true, value })
