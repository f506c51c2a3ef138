/** What a user may do across all vhosts, in one sentence: `takes porto’s tasks, answers as porto`. */
import type { Rights } from '../../../shared/model/broker.js'
import { abilities, evaluated, type Abilities, type TaskQueue } from './rights.js'

export interface UserFacts {
  readonly tags: readonly string[]
  readonly rights: readonly (Rights & { readonly vhost: string })[]
  /** The console works with this user. */
  readonly own: boolean
}

type Role = 'everything' | 'worker' | 'all-but-replies' | 'client' | 'nothing' | 'other'

interface InVhost {
  readonly vhost: string
  readonly role: Role
  readonly tasks: readonly TaskQueue[]
}

/** @param tasks - the task queues of each vhost, by the settings */
export function userSentence(
  { tags, rights, own }: UserFacts,
  tasks: ReadonlyMap<string, readonly TaskQueue[]>
): string {
  const places = rights.map(({ vhost, ...patterns }): InVhost => {
    const names = { tasks: tasks.get(vhost) ?? [], queues: [], exchanges: [] }
    return { vhost, tasks: names.tasks, role: roleOf(abilities(evaluated(patterns), names)) }
  })
  const powers = tagPhrase(tags)
  const deeds = own ? consolePhrases(places) : phrases(places)
  if (deeds.length === 0)
    return powers === null ? 'has no vhost: can connect to nothing' : `${powers}, touches nothing`
  return [...(powers === null ? [] : [powers]), ...deeds].join(', ')
}

function roleOf(can: Abilities): Role {
  if (can.everything) return 'everything'
  if (can.nothing) return 'nothing'
  if (can.readsOthers && can.answers && !can.readsReplies) return 'all-but-replies'
  if (can.takes.length > 0 && can.answers && !can.readsReplies) return 'worker'
  return can.answers && !can.readsReplies ? 'client' : 'other'
}

function tagPhrase(tags: readonly string[]): string | null {
  if (tags.includes('administrator')) return 'administers the broker'
  if (tags.includes('monitoring')) return 'sees figures'
  if (tags.includes('policymaker')) return 'sets policies'
  return tags.includes('management') ? 'sees its own vhosts’ figures' : null
}

const clustersOf = (places: readonly InVhost[]): string[] =>
  places.flatMap(({ tasks }) => tasks.map(({ cluster }) => cluster))

function consolePhrases(places: readonly InVhost[]): string[] {
  const reaches = clustersOf(places.filter(({ role }) => role === 'everything'))
  return reaches.length === 0
    ? phrases(places)
    : [`gives tasks to ${list(reaches)}, reads the answers`]
}

function phrases(places: readonly InVhost[]): string[] {
  const having = (role: Role): readonly InVhost[] => places.filter((place) => place.role === role)
  const names = (of: readonly InVhost[]): string =>
    of.length > 2 ? `${of.length} vhosts` : list(of.map(({ vhost }) => vhost))
  const workers = clustersOf(having('worker'))
  const all = having('everything')
  const clients = having('client')
  const others = having('other')
  const wide = having('all-but-replies')
  return [
    ...(workers.length === 0
      ? []
      : [`takes ${possessive(workers)} tasks, answers as ${list(workers)}`]),
    ...(all.length === 0 ? [] : [`may touch everything in ${names(all)}`]),
    ...(wide.length === 0 ? [] : [`may touch all but replies in ${names(wide)}`]),
    ...(clients.length === 0 ? [] : [`sends messages in ${names(clients)}`]),
    ...(others.length === 0 ? [] : [`touches a part of ${names(others)}`])
  ]
}

const possessive = (clusters: readonly string[]): string =>
  clusters.length === 1 ? `${clusters[0] ?? ''}’s` : `the ${list(clusters)}`

/** `a`, `a and b`, `a, b and 4 more`. */
function list(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
  return names.length < 2
    ? (names[0] ?? '')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
