/**
 * What is typed and left out on the command page, by environment, while other pages are shown. A command may hold a secret: it lives as long as
 * the window and is never on disk, so not in lib/kept.ts.
 */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { ClusterName } from '@shared/model/ids.js'

export interface CommandDraft {
  readonly command: string
  readonly limitSeconds: number
  /** Clusters that are left out. */
  readonly left: readonly ClusterName[]
}

/** By the window's bridge, of which there is one: it is gone with the window, and no test finds what another has typed. */
const drafts = new WeakMap<ConsoleApi, Map<string, CommandDraft>>()

export const commandDraft = {
  /** @returns `null`: nothing was typed there yet */
  read: (window: ConsoleApi, environment: string): CommandDraft | null =>
    drafts.get(window)?.get(environment) ?? null,
  write(window: ConsoleApi, environment: string, draft: CommandDraft): void {
    const all = drafts.get(window) ?? new Map<string, CommandDraft>()
    drafts.set(window, all.set(environment, draft))
  }
}
