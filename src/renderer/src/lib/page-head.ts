/** What a page puts into the top bar: what stands beside its title, and its one loud button. */
import { createContext } from 'svelte'

export interface PageHead {
  /** Beside the title, faint: `2 of 142 runs`. */
  readonly subtitle?: string
  /** The ink button of the view. */
  readonly action?: PageAction
}

export interface PageAction {
  /** A verb; `…` when a question follows. */
  readonly title: string
  /** `plus`, `file`: a name of glyphs.css. */
  readonly icon?: string
  readonly disabled?: boolean
  readonly run: () => void
}

/** @returns a disposer, which takes away only what this call has put there */
export type SetPageHead = (head: PageHead) => () => void

/** `const setHead = getPageHead()`, then `$effect(() => setHead({ subtitle }))`. */
export const [getPageHead, setPageHead] = createContext<SetPageHead>()
