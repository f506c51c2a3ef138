/** The words of a desktop notification: one for everything that waits, so that twenty clouds at once are one notification. Pure. */
import type { Happening } from './happenings.js'

export interface Notice {
  readonly title: string
  readonly body: string
  /** What a click shows: the page's name and what follows it, as in a link. */
  readonly path: readonly string[]
}

/** Names that are written out; the rest is a number. */
const MOST_NAMES = 4

const VERDICTS = {
  verified: 'verified',
  'not-verified': 'not verified',
  cancelled: 'cancelled',
  failed: 'failed',
  interrupted: 'interrupted'
} as const

/**
 * @param happened - not empty
 * @param sentence - the verdict's sentence, when it is a single run and there is one
 */
export function noticeOf(happened: readonly Happening[], sentence: string | null): Notice {
  const [first] = happened
  if (first !== undefined && happened.length === 1) return noticeOfOne(first, sentence)
  const runs = happened.filter((each) => each.kind === 'runs')
  const clusters = happened.filter((each) => each.kind === 'clusters')
  const down = clusters.filter(({ change }) => change === 'down')
  const back = clusters.filter(({ change }) => change === 'back')
  const parts = [
    { count: runs.length, one: 'run ended', many: 'runs ended' },
    { count: down.length, one: 'cloud went down', many: 'clouds went down' },
    { count: back.length, one: 'cloud is back', many: 'clouds are back' }
  ]
  const names = [
    ...runs.map(({ name, verdict }) => `${name} ${VERDICTS[verdict]}`),
    ...down.map(({ cluster }) => `${cluster} down`),
    ...back.map(({ cluster }) => `${cluster} back`)
  ]
  return {
    title: parts
      .filter(({ count }) => count > 0)
      .map(({ count, one, many }) => `${String(count)} ${count === 1 ? one : many}`)
      .join(', '),
    body: listed(names),
    path: clusters.length === 0 ? ['runs'] : ['overview']
  }
}

function noticeOfOne(happening: Happening, sentence: string | null): Notice {
  switch (happening.kind) {
    case 'runs':
      return {
        title: `${happening.name}: ${VERDICTS[happening.verdict]}`,
        body:
          sentence ??
          (happening.verdict === 'interrupted'
            ? 'The process that carried it out ended before its verdict.'
            : ''),
        path: ['runs', happening.run]
      }
    case 'clusters':
      return {
        title: `${happening.cluster} ${happening.change === 'down' ? 'went down' : 'is back'}`,
        body:
          happening.change === 'down'
            ? (happening.reason ?? 'No heartbeat and no answer.')
            : `It was heard of again in ${happening.environment}.`,
        path: ['clusters', happening.cluster]
      }
  }
}

const listed = (names: readonly string[]): string =>
  names.length > MOST_NAMES
    ? `${names.slice(0, MOST_NAMES - 1).join(', ')} and ${String(names.length - MOST_NAMES + 1)} more`
    : names.join(', ')
