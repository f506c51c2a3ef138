/** xterm on the page: keys that belong to us, what is pasted, its size and its colours. */
import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { terminalKey } from './terminal-keys.js'
import { onThemeChange, terminalTheme } from './terminal-theme.js'

export interface ScreenEvents {
  readonly typed: (text: string) => void
  readonly resized: (cols: number, rows: number) => void
  readonly copy: (text: string) => void
  /** A paste somebody asked for by a key; the clipboard is main's. */
  readonly paste: () => void
  /** A paste that brought its text along: middle mouse button, menu. */
  readonly pasted: (text: string) => void
  readonly find: () => void
  /** Out of the terminal, for who has no mouse. */
  readonly leave: () => void
}

export interface TerminalScreen {
  readonly terminal: Terminal
  /** As if typed: programs that ask for it are told that it is a paste. */
  paste(text: string): void
  find(text: string, direction: 'next' | 'previous'): boolean
  dispose(): void
}

const SCROLLBACK_LINES = 5_000

export function openScreen(element: HTMLElement, events: ScreenEvents): TerminalScreen {
  const style = getComputedStyle(element)
  const terminal = new Terminal({
    theme: terminalTheme(element),
    fontFamily: style.getPropertyValue('--font-mono').trim() || 'monospace',
    fontSize: 12.5,
    lineHeight: 1.25,
    scrollback: SCROLLBACK_LINES,
    minimumContrastRatio: 5, // what it computes is rounded, and 4.5 has to be met
    cursorBlink: false, // nothing on a page blinks
    macOptionIsMeta: true,
    rightClickSelectsWord: true
  })
  const fit = new FitAddon()
  const search = new SearchAddon()
  terminal.loadAddon(fit)
  terminal.loadAddon(search)
  terminal.attachCustomKeyEventHandler((event) => !isOurs(event, terminal, events))
  terminal.open(element)
  terminal.onData(events.typed)
  terminal.onBinary(events.typed)
  terminal.onResize(({ cols, rows }) => events.resized(cols, rows))
  const stops = [
    onThemeChange(() => (terminal.options.theme = terminalTheme(element))),
    onPaste(element, events.pasted),
    fitted(element, fit)
  ]
  return {
    terminal,
    paste: (text) => terminal.paste(text),
    find: (text, direction) =>
      direction === 'next' ? search.findNext(text) : search.findPrevious(text),
    dispose: () => {
      stops.forEach((stop) => stop())
      terminal.dispose()
    }
  }
}

/** n.b. `true` makes xterm leave a key alone: it neither sends it nor keeps it from the window. */
function isOurs(event: KeyboardEvent, terminal: Terminal, events: ScreenEvents): boolean {
  const key = terminalKey(event)
  if (key === null || key === 'window') return key === 'window'
  event.preventDefault()
  if (event.type !== 'keydown') return true
  if (key !== 'copy') events[key]()
  else if (terminal.hasSelection()) events.copy(terminal.getSelection())
  return true
}

/** n.b. before xterm sees it, which would hand it on unasked. */
function onPaste(element: HTMLElement, pasted: (text: string) => void): () => void {
  const take = (event: ClipboardEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (text !== '') pasted(text)
  }
  element.addEventListener('paste', take, { capture: true })
  return () => element.removeEventListener('paste', take, { capture: true })
}

function fitted(element: HTMLElement, fit: FitAddon): () => void {
  fit.fit()
  const observer = new ResizeObserver(() => fit.fit())
  observer.observe(element)
  return () => observer.disconnect()
}
