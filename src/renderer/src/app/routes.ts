/** Where in the window one is, as the address's fragment: back, forward and links work by themselves. */
import type { RunId } from '@shared/model/ids.js'

export type Route =
  /** Nothing chosen: the run that was asked for, else the latest. */
  | { readonly page: 'latest' }
  | { readonly page: 'runs' }
  | { readonly page: 'run'; readonly run: RunId }

export const RUNS_LINK = '#/runs'
export const runLink = (run: RunId): string => `#/runs/${run}`

export function routeOf(hash: string): Route {
  if (hash === RUNS_LINK) return { page: 'runs' }
  const run = /^#\/runs\/([a-z0-9][a-z0-9-]{0,79})$/.exec(hash)?.[1]
  return run === undefined ? { page: 'latest' } : { page: 'run', run: run as RunId }
}
