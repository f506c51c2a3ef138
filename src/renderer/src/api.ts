/** The bridge the preload script has put into the page; the only global this page uses. */
import type { ConsoleApi } from '@shared/ipc/console-api.js'

declare global {
  interface Window {
    readonly medusa: ConsoleApi
  }
}

export const api = (): ConsoleApi => window.medusa
