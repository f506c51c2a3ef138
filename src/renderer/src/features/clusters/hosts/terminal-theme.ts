/** The colours of the terminal, from the tokens of the page: asked anew whenever the theme changes. */
import type { ITheme } from '@xterm/xterm'

/** Tokens by their role in a terminal. xterm itself keeps text readable on them (`minimumContrastRatio`). */
const ROLES = {
  background: '--surface',
  foreground: '--text',
  cursor: '--text',
  cursorAccent: '--surface',
  selectionBackground: '--accent-line',
  selectionInactiveBackground: '--surface-selected',
  black: '--text',
  brightBlack: '--text-3',
  red: '--state-failed',
  brightRed: '--state-failed',
  green: '--state-agreed',
  brightGreen: '--state-agreed',
  yellow: '--state-hung',
  brightYellow: '--state-inconclusive',
  blue: '--state-running',
  brightBlue: '--accent',
  magenta: '--state-outvoted',
  brightMagenta: '--state-probation',
  cyan: '--state-unreachable',
  brightCyan: '--state-unreachable',
  white: '--text-2',
  brightWhite: '--text'
} as const satisfies Readonly<Partial<Record<keyof ITheme, string>>>

/** @param within - the colours that hold there */
export function terminalTheme(within: HTMLElement): ITheme {
  const probe = document.createElement('i')
  probe.hidden = true
  within.append(probe)
  const resolved = Object.entries(ROLES).map(([role, token]) => {
    probe.style.color = `var(${token})`
    return [role, getComputedStyle(probe).color]
  })
  probe.remove()
  return Object.fromEntries(resolved) as ITheme
}

/** @returns a disposer */
export function onThemeChange(changed: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', changed)
  const attribute = new MutationObserver(changed)
  attribute.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    dark.removeEventListener('change', changed)
    attribute.disconnect()
  }
}
