/** Which environments can be chosen, and how they fit into the navigation. */
import type { ConsoleState } from '@shared/ipc/console-state.js'

export interface EnvironmentChoice {
  readonly name: string
  readonly shown: boolean
  /** Runs of it are going on, of any process. */
  readonly busy: boolean
}

/** Beside one another; more of them, or longer names, become a menu. */
const MOST_SEGMENTS = 4
/** Characters that fit into the width of the navigation, one a segment counted as its padding. */
const MOST_CHARACTERS = 23

/** The shown one is among them even when the settings do not know it any more. */
export function environmentChoices({
  environment,
  environments,
  runs
}: Pick<ConsoleState, 'environment' | 'environments' | 'runs'>): readonly EnvironmentChoice[] {
  const known = environments.map(({ name }) => name)
  const names =
    environment === null || known.includes(environment) ? known : [...known, environment]
  const busy = new Set(
    runs.filter((run) => run.live && run.verdict === null).map((run) => run.environment)
  )
  return names.map((name) => ({ name, shown: name === environment, busy: busy.has(name) }))
}

export const fitSegments = (choices: readonly EnvironmentChoice[]): boolean =>
  choices.length <= MOST_SEGMENTS &&
  choices.reduce((sum, { name, busy }) => sum + name.length + (busy ? 2 : 0), 0) +
    (choices.length - 1) * 2 <=
    MOST_CHARACTERS
