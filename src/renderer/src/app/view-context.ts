/** The whole view, for the parts of the shell that are loaded as pages are; features get no more than `lib/console-context`. */
import { createContext } from 'svelte'
import type { ConsoleView } from './console-view.svelte.js'

export const [getView, setView] = createContext<ConsoleView>()
