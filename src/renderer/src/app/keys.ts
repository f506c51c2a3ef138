/** The keys of the window, for those who press them and for the dialog that lists them. Pure. */
import { pageNames, type PageName } from '../lib/links.js'
import { keysText as text, shellText } from '../text/shell.js'

export type WindowCommand =
  | { readonly type: 'palette' }
  | { readonly type: 'keys' }
  | { readonly type: 'filter' }
  | { readonly type: 'back' }
  | { readonly type: 'forward' }
  | { readonly type: 'page'; readonly page: PageName }

/** What is looked at of a `KeyboardEvent`. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

export interface Where {
  /** In a text field, an editor or a terminal: letters are text there. */
  readonly typing: boolean
  /** A dialog is open: only its own keys and the palette's count. */
  readonly inDialog: boolean
}

/** @returns `null`: the key is not the window's */
export function commandOf(press: KeyPress, { typing, inDialog }: Where): WindowCommand | null {
  const { key, code, altKey, shiftKey } = press
  const control = press.ctrlKey || press.metaKey
  if (control && !altKey && !shiftKey && key.toLowerCase() === 'k') return { type: 'palette' }
  if (inDialog || control) return null
  if (altKey) {
    // n.b. by place on the keyboard: with Alt some layouts give another character
    const page = pageNames[Number(/^Digit([1-9])$/.exec(code)?.[1] ?? 0) - 1]
    if (page !== undefined) return { type: 'page', page }
    if (key === 'ArrowLeft' && !typing) return { type: 'back' }
    return key === 'ArrowRight' && !typing ? { type: 'forward' } : null
  }
  if (typing) return null
  if (key === '?') return { type: 'keys' }
  return key === '/' ? { type: 'filter' } : null
}

/** Is what has the focus something one writes into? */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('.xterm, .cm-editor') !== null || target.isContentEditable) return true
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

export interface KeyGroup {
  readonly title: string
  readonly keys: readonly {
    /** Keys that are pressed together; several ways are parted by `or`. */
    readonly press: readonly (readonly string[])[]
    readonly what: string
  }[]
}

const { what, groups } = text
export const keyGroups: readonly KeyGroup[] = [
  {
    title: groups.go,
    keys: [
      ...pageNames.map((page, index) => ({
        press: [['Alt', String(index + 1)]],
        what: what.page(shellText.pages[page])
      })),
      { press: [['Alt', '←']], what: what.back },
      { press: [['Alt', '→']], what: what.forward }
    ]
  },
  {
    title: groups.find,
    keys: [
      { press: [['Ctrl', 'K']], what: what.palette },
      { press: [['/']], what: what.filter },
      { press: [['Ctrl', 'O']], what: what.open },
      { press: [['?']], what: what.help },
      { press: [['Esc']], what: what.escape }
    ]
  },
  {
    title: groups.within,
    keys: [
      { press: [['Tab'], ['Shift', 'Tab']], what: what.next },
      { press: [['↓'], ['↑']], what: what.rows },
      { press: [['Home'], ['End']], what: what.ends },
      { press: [['Enter'], ['Space']], what: what.press }
    ]
  },
  {
    title: groups.view,
    keys: [
      { press: [['Ctrl', '+']], what: what.larger },
      { press: [['Ctrl', '−']], what: what.smaller },
      { press: [['Ctrl', '0']], what: what.usual }
    ]
  }
]
