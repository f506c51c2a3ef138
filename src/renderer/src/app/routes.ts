/** Where in the window one is, as the address's fragment: back, forward and links work by themselves. */
import type { RunId } from '@shared/model/ids.js'
import { pageNames, type Route } from '../lib/links.js'

/** @param hash - `location.hash`; anything unknown is the overview */
export function routeOf(hash: string): Route {
  const [, first = '', ...rest] = hash.split('/')
  const page = pageNames.find((name) => name === first)
  return page === undefined
    ? { page: 'overview', path: [] }
    : { page, path: rest.filter((part) => part !== '').map(decoded) }
}

/** A part of a link that was typed by hand may be anything. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    if (cause instanceof URIError) return part
    throw cause
  }
}

/** The run a route names; `null`: none, or no id of a run. */
export function runOf({ page, path }: Route): RunId | null {
  const [run = ''] = path
  return page === 'runs' && /^[a-z0-9][a-z0-9-]{0,79}$/.test(run) ? (run as RunId) : null
}
