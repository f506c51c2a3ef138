/**
 * The pages of the navigation, each loaded when it is first shown: a terminal and an editor weigh more than all the rest, and the first picture
 * waits for none of them.
 */
import type { PageName } from '../lib/links.js'
import type { PageLoaders } from './page-shelf.svelte.js'

/** Names of glyphs.css. */
export const pageIcons: Readonly<Record<PageName, string>> = {
  overview: 'overview',
  runs: 'runs',
  clusters: 'clusters',
  broker: 'broker',
  predict: 'predict',
  setup: 'setup',
  settings: 'settings',
  actions: 'again'
}

/** How the module of each page is loaded. */
export const pages: PageLoaders = {
  overview: () => import('../features/overview/OverviewPage.svelte'),
  runs: () => import('./RunPages.svelte'),
  clusters: () => import('../features/clusters/ClustersPage.svelte'),
  broker: () => import('../features/broker/BrokerPage.svelte'),
  predict: () => import('../features/predict/PredictPage.svelte'),
  setup: () => import('../features/setup/SetupPage.svelte'),
  settings: () => import('../features/settings/SettingsPage.svelte'),
  actions: () => import('../features/actions/ActionsPage.svelte')
}
