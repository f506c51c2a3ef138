/** Which page of the clusters a link names. */
import { clusterTabs, linkTo, type ClusterTab } from '../../lib/links.js'

export type ClusterRoute =
  | { readonly type: 'list' }
  | { readonly type: 'add' }
  | { readonly type: 'command' }
  | { readonly type: 'edit'; readonly cluster: string }
  | { readonly type: 'detail'; readonly cluster: string; readonly tab: ClusterTab }

/**
 * Two names are taken by pages. A cluster may be called like them all the same: its page is then reached with its tab, `new/facts`.
 *
 * @param path - what follows `#/clusters`
 */
export function clusterRoute([first, second]: readonly string[]): ClusterRoute {
  if (first === undefined) return { type: 'list' }
  if (second === undefined && first === 'new') return { type: 'add' }
  if (second === undefined && first === 'command') return { type: 'command' }
  if (second === 'edit') return { type: 'edit', cluster: first }
  return {
    type: 'detail',
    cluster: first,
    tab: clusterTabs.find((tab) => tab === second) ?? 'facts'
  }
}

export const addLink = linkTo('clusters', 'new')
export const commandLink = linkTo('clusters', 'command')
export const editLink = (cluster: string): string => linkTo('clusters', cluster, 'edit')
