/** Everything that the palette finds. What an entry does is data, so that it can be tested; the palette carries it out. Pure. */
import type { ConsoleState, ThemeChoice } from '@shared/ipc/console-state.js'
import type { ClusterName, RunId } from '@shared/model/ids.js'
import type { RunSummary } from '@shared/model/run.js'
import type { EnvironmentSnapshot } from '@shared/model/watch.js'
import { clusterLink, linkTo, pageNames, runLink } from '../../lib/links.js'
import { runLook, standing, type Look } from '../../lib/states.js'
import { watchedLook } from '../../lib/watched-states.js'
import { paletteText as text, preferencesText, shellText } from '../../text/shell.js'
import { pageIcons } from '../pages.js'

export type PaletteGroup = 'pages' | 'clusters' | 'runs' | 'environments' | 'commands'

export type PaletteAct =
  | { readonly type: 'go'; readonly href: string }
  | { readonly type: 'environment'; readonly name: string }
  | { readonly type: 'theme'; readonly theme: ThemeChoice }
  | { readonly type: 'probe'; readonly cluster: ClusterName }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'cancel'; readonly run: RunId; readonly name: string }
  | { readonly type: 'open-job-file' }
  | { readonly type: 'keys' }

export interface PaletteEntry {
  /** Stays the same over restarts: what was used last is remembered by it. */
  readonly id: string
  readonly group: PaletteGroup
  readonly title: string
  /** At the right, faint. */
  readonly side: string
  /** Found by these words, too, which are not marked. */
  readonly also: string
  readonly icon: string | null
  readonly look: Look | null
  readonly act: PaletteAct
}

const entry = (
  group: PaletteGroup,
  id: string,
  title: string,
  act: PaletteAct,
  rest: Partial<Pick<PaletteEntry, 'side' | 'also' | 'icon' | 'look'>> = {}
): PaletteEntry => ({
  id: `${group}:${id}`,
  group,
  title,
  side: '',
  also: '',
  icon: null,
  look: null,
  ...rest,
  act
})

const go = (href: string): PaletteAct => ({ type: 'go', href })

export interface PaletteSources {
  readonly console: ConsoleState | null
  readonly watch: EnvironmentSnapshot | null
  /** The run that is looked at. */
  readonly shown: RunId | null
}

export function paletteEntries({ console, watch, shown }: PaletteSources): readonly PaletteEntry[] {
  const pages = pageNames.map((page, index) =>
    entry('pages', page, shellText.pages[page], go(linkTo(page)), {
      icon: pageIcons[page],
      side: `Alt ${String(index + 1)}`
    })
  )
  if (console === null) return pages
  return [
    ...pages,
    ...console.clusters.map((name) => clusterEntry(name, watch)),
    ...console.runs.map(runEntry),
    ...environmentEntries(console),
    ...runCommands(console, shown),
    ...windowCommands(console),
    ...console.clusters.flatMap(clusterCommands)
  ]
}

function clusterEntry(name: ClusterName, watch: EnvironmentSnapshot | null): PaletteEntry {
  const state = watch?.clusters.find((cluster) => cluster.name === name)?.state ?? 'unknown'
  return entry('clusters', name, name, go(clusterLink(name)), {
    icon: 'clusters',
    side: watchedLook[state].word
  })
}

function runEntry(run: RunSummary): PaletteEntry {
  const look = runLook[standing(run.verdict, run.live)]
  return entry('runs', run.run, run.name, go(runLink(run.run)), {
    look,
    side: run.run,
    also: `${run.run} ${look.word} ${run.environment}`
  })
}

const environmentEntries = ({ environments, environment }: ConsoleState): readonly PaletteEntry[] =>
  environments.map(({ name }) =>
    entry(
      'environments',
      name,
      text.showEnvironment(name),
      { type: 'environment', name },
      { icon: 'overview', side: name === environment ? text.shown : '' }
    )
  )

/** For the run that is looked at, and for those that are going on. */
function runCommands(console: ConsoleState, shown: RunId | null): readonly PaletteEntry[] {
  const { runs, own } = console
  const looked = runs.find(({ run }) => run === shown)
  const cancellable = runs.filter(
    ({ run, live, verdict }) => live && verdict === null && own.includes(run)
  )
  return [
    ...(looked === undefined
      ? []
      : [
          entry(
            'commands',
            `copy ${looked.run}`,
            text.copyRunId(looked.name),
            { type: 'copy', text: looked.run },
            { icon: 'copy', side: looked.run }
          )
        ]),
    ...cancellable.map(({ run, name }) =>
      entry(
        'commands',
        `cancel ${run}`,
        text.cancelRun(name),
        { type: 'cancel', run, name },
        { icon: 'stop', side: run }
      )
    )
  ]
}

function windowCommands({ engine, theme }: ConsoleState): readonly PaletteEntry[] {
  const themes = (['system', 'light', 'dark'] as const).map((each) =>
    entry(
      'commands',
      `theme ${each}`,
      text.theme(preferencesText.themes[each]),
      { type: 'theme', theme: each },
      { icon: 'theme', side: each === theme ? text.shown : '' }
    )
  )
  const open = entry(
    'commands',
    'open',
    shellText.openJobFile,
    { type: 'open-job-file' },
    { icon: 'file', side: 'Ctrl O' }
  )
  return [
    ...(engine.type === 'ready' ? [open] : []),
    entry('commands', 'command', text.commandOnAll, go(linkTo('clusters', 'command')), {
      icon: 'terminal'
    }),
    entry('commands', 'add', text.addCluster, go(linkTo('clusters', 'new')), { icon: 'plus' }),
    ...themes,
    entry('commands', 'keys', text.keys, { type: 'keys' }, { icon: 'key', side: '?' })
  ]
}

const clusterCommands = (cluster: ClusterName): readonly PaletteEntry[] => [
  entry(
    'commands',
    `probe ${cluster}`,
    text.probe(cluster),
    { type: 'probe', cluster },
    { icon: 'again' }
  ),
  ...(['terminal', 'files', 'log'] as const).map((tab) =>
    entry(
      'commands',
      `${tab} ${cluster}`,
      text[tab](cluster),
      go(linkTo('clusters', cluster, tab)),
      {
        icon: { terminal: 'terminal', files: 'folder', log: 'file' }[tab]
      }
    )
  )
]
