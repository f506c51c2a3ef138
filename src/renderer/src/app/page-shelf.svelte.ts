/**
 * The modules of the pages, loaded once. A page that is asked for is loaded at once, the others while nothing else is to do, so that later
 * switching waits for nothing.
 */
import type { Component } from 'svelte'
import type { PageName } from '../lib/links.js'

/** Every page gets what follows its name in the link. */
export interface PageProps {
  readonly path: readonly string[]
}
type PageModule = Promise<{ readonly default: Component<PageProps> }>
/** How the module of each page is loaded. */
export type PageLoaders = Readonly<Record<PageName, () => PageModule>>

export type Shelved =
  | { readonly type: 'loading' }
  | { readonly type: 'ready'; readonly component: Component<PageProps> }
  | { readonly type: 'failed'; readonly message: string }

/** Milliseconds of rest before the other pages are loaded: figures that come first matter more. */
const REST_MS = 1_500

export class PageShelf {
  #shelf = $state.raw<Partial<Record<PageName, Shelved>>>({})

  constructor(private readonly loaders: PageLoaders) {}

  /** What there is of a page now; ask {@link fetch} for it first. */
  of(page: PageName): Shelved {
    return this.#shelf[page] ?? { type: 'loading' }
  }

  /** Loads a page unless it is there or on its way; one that could not be loaded is loaded again. */
  async fetch(page: PageName): Promise<void> {
    const { type } = this.#shelf[page] ?? { type: 'failed' }
    if (type !== 'failed') return
    this.#put(page, { type: 'loading' })
    try {
      this.#put(page, { type: 'ready', component: (await this.loaders[page]()).default })
    } catch (cause) {
      this.#put(page, {
        type: 'failed',
        message: cause instanceof Error ? cause.message : String(cause)
      })
    }
  }

  /** Loads all others, one after the other, while the window rests. @returns a disposer */
  fetchRest(): () => void {
    let stopped = false
    const next = async (): Promise<void> => {
      for (const page of Object.keys(this.loaders) as PageName[]) {
        await rested()
        if (stopped) return
        if (this.#shelf[page] === undefined) await this.fetch(page)
      }
    }
    const timer = setTimeout(() => void next(), REST_MS)
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }

  #put(page: PageName, shelved: Shelved): void {
    this.#shelf = { ...this.#shelf, [page]: shelved }
  }
}

/** Resolves when the browser has nothing to paint or to answer. */
const rested = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve())
    else setTimeout(resolve)
  })
