/**
 * `app://console/…`: the built page and nothing else. GET only, never above the page's folder, with the content policy on every
 * answer. file:// is not used (Electron security checklist, 18).
 */
import { readFileSync } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'
import { isOwnUrl } from './origin.js'

/**
 * The SHA-256 of no text at all: xterm and CodeMirror put an empty `<style>` into the page, whose rules `adoptStyleElements` of the page
 * takes over. Nothing can be written into one.
 */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/** Svelte brings the trusted-types policy itself, so `{@html}` does not even run here. */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${EMPTY_STYLE}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html'
].join('; ')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2'
}

/** @returns the file below `root` that a URL names; `null` when it names none that may be read */
export function fileOf(root: string, url: string): string | null {
  if (!isOwnUrl(url)) return null
  const path = decoded(new URL(url).pathname)
  if (path === null || path.includes('\0')) return null
  const file = normalize(join(root, path))
  return file.startsWith(root + sep) && extname(file) in TYPES ? file : null
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch (cause) {
    if (cause instanceof URIError) return null
    throw cause
  }
}

/**
 * Answers requests of the page for its own files. Read at once: they are small and local, and each of the four waits of an asynchronous reading costs
 * more than the reading while a window starts.
 *
 * @param root - absolute folder of the built page
 */
export function serve(root: string, request: Pick<Request, 'method' | 'url'>): Response {
  const file = request.method === 'GET' ? fileOf(root, request.url) : null
  if (file === null) return answer(403, 'refused', 'text/plain')
  try {
    return answer(200, readFileSync(file), TYPES[extname(file)] ?? 'text/plain')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    return answer(404, 'not found', 'text/plain')
  }
}

function answer(status: number, body: string | Buffer<ArrayBuffer>, type: string): Response {
  return new Response(body, {
    status,
    headers: {
      'content-type': type,
      'content-security-policy': CONTENT_POLICY,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer'
    }
  })
}
