/**
 * Where within the window one is, tabs left out: what has a title of its own, begins at its top, and takes the focus of who goes there.
 * Pure.
 */
import { clusterRoute } from '../features/clusters/cluster-route.js'
import { setupRoute } from '../features/setup/guide/guide-route.js'
import type { Route } from '../lib/links.js'
import { placesText as text } from '../text/shell.js'
import { runOf } from './routes.js'

export interface Place {
  /** The same as long as one stays. */
  readonly key: string
  /** What lies within the page: a cluster, a form. `null`: the page itself, or a run, which brings its name. */
  readonly title: string | null
}

export function placeOf(route: Route): Place {
  const title = titleOf(route)
  return { key: [route.page, runOf(route) ?? title ?? ''].join('/'), title }
}

function titleOf({ page, path }: Route): string | null {
  if (page === 'overview') return path[0] === 'drift' ? text.drift : null
  if (page === 'setup') return setupTitle(path)
  if (page !== 'clusters') return null
  const within = clusterRoute(path)
  switch (within.type) {
    case 'list':
      return null
    case 'add':
      return text.addCluster
    case 'command':
      return text.command
    case 'edit':
      return text.edit(within.cluster)
    case 'detail':
      return within.cluster
  }
}

function setupTitle(path: readonly string[]): string | null {
  const within = setupRoute(path)
  switch (within.type) {
    case 'home':
      return null
    case 'new':
      return text.machines
    case 'machines':
      return text.machinesOf(within.environment)
    case 'guide':
      return within.environment
  }
}
