/** The pages of the navigation, each loaded when it is first shown: a terminal and an editor weigh more than all the rest. */
import type { Component } from 'svelte'
import type { PageName } from '../lib/links.js'

/** Every page gets what follows its name in the link. */
export interface PageProps {
  readonly path: readonly string[]
}
export type LazyPage = Exclude<PageName, 'runs'>
export type PageModule = Promise<{ readonly default: Component<PageProps> }>

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

/** How the module of each page is loaded. All but runs, which the shell itself shows. */
export const pages: Readonly<Record<LazyPage, () => PageModule>> = {
  overview: () => import('../features/overview/OverviewPage.svelte'),
  clusters: () => import('../features/clusters/ClustersPage.svelte'),
  broker: () => import('../features/broker/BrokerPage.svelte'),
  predict: () => import('../features/predict/PredictPage.svelte'),
  setup: () => import('../features/setup/SetupPage.svelte'),
  settings: () => import('../features/settings/SettingsPage.svelte'),
  actions: () => import('../features/actions/ActionsPage.svelte')
}
