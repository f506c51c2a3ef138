/** The pages of the navigation, each loaded when it is first shown: a terminal and an editor weigh more than all the rest. */
import type { Component } from 'svelte'
import type { PageName } from '../lib/links.js'

/** Every page gets what follows its name in the link. */
export interface PageProps {
  readonly path: readonly string[]
}
type PageModule = Promise<{ readonly default: Component<PageProps> }>

export interface Page {
  readonly title: string
  readonly icon: string
  /** Alt and this digit show it. */
  readonly key: string
  readonly load: () => PageModule
}

/** All but runs, which the shell itself shows. In the order of the navigation. */
export const pages: Readonly<Record<Exclude<PageName, 'runs'>, Page>> = {
  overview: {
    title: 'Overview',
    icon: 'overview',
    key: '1',
    load: () => import('../features/overview/OverviewPage.svelte')
  },
  clusters: {
    title: 'Clusters',
    icon: 'clusters',
    key: '3',
    load: () => import('../features/clusters/ClustersPage.svelte')
  },
  broker: {
    title: 'Broker',
    icon: 'broker',
    key: '4',
    load: () => import('../features/broker/BrokerPage.svelte')
  },
  predict: {
    title: 'Predict',
    icon: 'predict',
    key: '5',
    load: () => import('../features/predict/PredictPage.svelte')
  },
  setup: {
    title: 'Set-up',
    icon: 'setup',
    key: '6',
    load: () => import('../features/setup/SetupPage.svelte')
  },
  settings: {
    title: 'Settings',
    icon: 'settings',
    key: '7',
    load: () => import('../features/settings/SettingsPage.svelte')
  },
  actions: {
    title: 'Actions',
    icon: 'again',
    key: '8',
    load: () => import('../features/actions/ActionsPage.svelte')
  }
}
