/**
 * The one origin whose page may talk to main. `new URL('app://console/x').origin` is `'null'` in Node (a scheme without rules
 * there), so scheme and host are compared one by one; a frame's own `origin` comes from Chromium and is right.
 */
export const SCHEME = 'app'
export const HOST = 'console'
export const ORIGIN = `${SCHEME}://${HOST}`
export const START_PAGE = `${ORIGIN}/index.html`

export function isOwnUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const parsed = new URL(url)
  return parsed.protocol === `${SCHEME}:` && parsed.host === HOST
}

/** What is looked at of Electron's `WebFrameMain`. */
export interface SenderFrame {
  readonly origin: string
  readonly parent: unknown
}

/** Only the top frame of our own page is trusted; a frame that is gone already (`null`) is not. */
export function isTrustedFrame(frame: SenderFrame | null): boolean {
  return frame !== null && frame.origin === ORIGIN && frame.parent === null
}
