/** The pages there are, and the links to them: one place, so that no link is written by hand. */
import type { RunId } from '@shared/model/ids.js'

export const pageNames = [
  'overview',
  'runs',
  'clusters',
  'broker',
  'predict',
  'setup',
  'settings',
  'actions'
] as const
export type PageName = (typeof pageNames)[number]

export interface Route {
  readonly page: PageName
  /** What follows the page, decoded: a run's id, a cluster's name and tab. */
  readonly path: readonly string[]
}

/** @param path - names as they are; encoded here */
export const linkTo = (page: PageName, ...path: readonly string[]): string =>
  `#/${[page, ...path.map(encodeURIComponent)].join('/')}`

export const runLink = (run: RunId): string => linkTo('runs', run)

export const clusterTabs = ['facts', 'files', 'terminal', 'log'] as const
export type ClusterTab = (typeof clusterTabs)[number]

/** Never by {@link linkTo}: `#/clusters/new` and `#/clusters/command` are pages, and clusters may be called like them. */
export const clusterLink = (cluster: string, tab: ClusterTab = 'facts'): string =>
  tab === 'facts' && cluster !== 'new' && cluster !== 'command'
    ? linkTo('clusters', cluster)
    : linkTo('clusters', cluster, tab)

/** @param step - `porto/httpfs`; absent: all steps */
export const setupGuideLink = (environment: string, step?: string): string =>
  linkTo('setup', 'guide', environment, ...(step?.split('/') ?? []))
