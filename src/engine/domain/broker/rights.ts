/**
 * What the rights of a user in a vhost allow, in plain words.
 *
 * RabbitMQ matches three regular expressions against names of queues and exchanges, anywhere in the name unless anchored; an empty one means `^$`,
 * and the default exchange is called `amq.default` there (rabbit_auth_backend_internal.erl, https://www.rabbitmq.com/access-control.html).
 * Evaluated are the names that matter to Medusa (docs/protocol/tasks.md) and those that are there now.
 */
import type {
  Rights,
  RightsPreview,
  RightsProblem,
  RightsStatement
} from '../../../shared/model/broker.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import { compilePattern, type Pattern } from '../../../shared/text/pattern.js'

/** A cluster whose tasks go through the vhost. */
export interface TaskQueue {
  readonly cluster: ClusterName
  readonly queue: string
}

export interface VhostNames {
  readonly tasks: readonly TaskQueue[]
  readonly queues: readonly string[]
  /** The default one as `''`. */
  readonly exchanges: readonly string[]
}

export const DEFAULT_EXCHANGE = 'amq.default'
const HEARTBEATS = 'celeryev'
/** Reply queues that stand for all there will ever be: of a console, of a run. */
const REPLIES = ['medusa.replies.console.0123456789abcdef', 'medusa.replies.run-1']
const PIDBOX = ['celery.pidbox', 'x@y.celery.pidbox', 'reply.celery.pidbox']
/** More names than this are not tried: one regular expression each would take too long for a preview while typing. */
const MOST_NAMES = 5_000

/** Does the pattern allow a name? A pattern that cannot be evaluated allows `unknown`. */
export type Allows = (name: string) => boolean | 'unknown'

export interface Evaluated {
  readonly configure: Allows
  readonly write: Allows
  readonly read: Allows
}

const compiled = (source: string): Pattern => compilePattern(source === '' ? '^$' : source)

function allows(pattern: Pattern): Allows {
  if (pattern.type !== 'ok') return () => 'unknown'
  return pattern.test
}

export const evaluated = (rights: Rights): Evaluated => ({
  configure: allows(compiled(rights.configure)),
  write: allows(compiled(rights.write)),
  read: allows(compiled(rights.read))
})

/** Names a permission may be about: what is there, and what Medusa makes as needed. */
export function knownNames(names: VhostNames): readonly string[] {
  const exchanges = names.exchanges.map((name) => (name === '' ? DEFAULT_EXCHANGE : name))
  const tasks = names.tasks.map(({ queue }) => queue)
  const all = [...tasks, DEFAULT_EXCHANGE, HEARTBEATS, ...REPLIES, ...exchanges, ...names.queues]
  return [...new Set(all)].slice(0, MOST_NAMES)
}

const yes = (value: boolean | 'unknown'): boolean => value === true
const some = (pattern: Allows, names: readonly string[]): boolean =>
  names.some((name) => yes(pattern(name)))
const every = (pattern: Allows, names: readonly string[]): boolean =>
  names.length > 0 && names.every((name) => yes(pattern(name)))

export interface Abilities {
  /** Everything that can be named. */
  readonly everything: boolean
  readonly nothing: boolean
  readonly takes: readonly TaskQueue[]
  readonly declares: readonly TaskQueue[]
  readonly answers: boolean
  readonly beats: boolean
  readonly readsReplies: boolean
  readonly makesReplies: boolean
  readonly hearsBeats: boolean
  /** Reads also what Medusa knows nothing of. */
  readonly readsOthers: boolean
  readonly remoteControl: boolean
}

/** Names nobody would think of: who may touch these may touch everything. */
const ODD = ['zq-7', 'Ünlikely name', 'amq.topic', 'medusa.x', DEFAULT_EXCHANGE, ...REPLIES]

export function abilities(rights: Evaluated, names: VhostNames): Abilities {
  const { configure, write, read } = rights
  const known = [...knownNames(names), ...ODD]
  return {
    everything: [configure, write, read].every((pattern) => every(pattern, known)),
    nothing: ![configure, write, read].some((pattern) => some(pattern, [...known, ...PIDBOX])),
    takes: names.tasks.filter(({ queue }) => yes(read(queue))),
    declares: names.tasks.filter(({ queue }) => yes(configure(queue)) && yes(write(queue))),
    answers: yes(write(DEFAULT_EXCHANGE)),
    beats: yes(write(HEARTBEATS)),
    readsReplies: some(read, REPLIES),
    makesReplies: every(configure, REPLIES) && every(read, REPLIES),
    hearsBeats: yes(read(HEARTBEATS)),
    readsOthers: yes(read('zq-7')),
    remoteControl: some(read, PIDBOX) || some(write, PIDBOX)
  }
}

type Said = Omit<RightsStatement, 'was'>
const say = (id: string, tone: Said['tone'], text: string): Said => ({ id, tone, text })

/** The same questions in the same order, whatever the rights are. */
export function statements(can: Abilities, names: VhostNames): readonly Said[] {
  if (can.everything)
    return [
      say('scope', 'danger', 'may touch everything in this vhost: read, write, make and delete'),
      ...(names.tasks.length > 0
        ? [say('replies', 'danger', 'can read the replies that wait for the console')]
        : [])
    ]
  if (can.nothing)
    return [
      say('scope', 'may-not', 'may log in here, and touch nothing: the patterns match nothing')
    ]
  return [
    ...names.tasks.flatMap((task) => aboutTask(task, can, names)),
    say(
      'answers',
      can.answers ? 'may' : 'may-not',
      can.answers
        ? 'answers to the console’s reply queues'
        : 'cannot answer: no write on amq.default'
    ),
    say(
      'beats',
      can.beats ? 'may' : 'may-not',
      can.beats ? 'sends heartbeats' : 'cannot send heartbeats: no write on celeryev'
    ),
    can.readsReplies
      ? say('replies', 'danger', 'can read the replies that wait for the console')
      : say('replies', 'may-not', 'cannot read the replies that wait for the console'),
    ...injection(can, names),
    ...(can.remoteControl
      ? [
          say(
            'pidbox',
            'note',
            'can use Celery’s remote control (pidbox), which Medusa’s workers leave out'
          )
        ]
      : [])
  ]
}

function aboutTask({ queue }: TaskQueue, can: Abilities, { tasks }: VhostNames): readonly Said[] {
  const takes = can.takes.some((task) => task.queue === queue)
  const declares = can.declares.some((task) => task.queue === queue)
  return [
    takes
      ? say(`takes ${queue}`, 'may', `takes tasks from ${queue}`)
      : say(`takes ${queue}`, 'may-not', `cannot take tasks from ${queue}`),
    ...(takes && !declares
      ? [
          say(
            `declares ${queue}`,
            'note',
            `cannot make ${queue} itself: it has to be there before the worker starts`
          )
        ]
      : []),
    ...(takes && tasks.length > 1 && can.takes.length > 1
      ? [
          say(
            `shared ${queue}`,
            'danger',
            `takes tasks of ${can.takes.length} clouds: one can speak for another`
          )
        ]
      : [])
  ]
}

/** Write on the default exchange reaches every queue of the vhost. */
function injection(can: Abilities, { tasks }: VhostNames): readonly Said[] {
  if (!can.answers) return []
  const others = tasks.filter(({ queue }) => !can.takes.some((task) => task.queue === queue))
  const [own] = can.takes
  if (others.length > 0)
    return [
      say(
        'injects',
        'danger',
        `could put tasks into ${others.map(({ queue }) => queue).join(', ')}, which is not its own`
      )
    ]
  return own === undefined
    ? []
    : [
        say(
          'injects',
          'note',
          `could put tasks into its own queue, which harms ${own.cluster} alone`
        )
      ]
}

/**
 * Live preview: problems of the patterns, what they mean, what that changes.
 *
 * @param before - the rights there are now; `null`: none
 */
export function previewRights(
  next: Rights,
  before: Rights | null,
  names: VhostNames,
  elsewhere: readonly string[]
): RightsPreview {
  const known = knownNames(names)
  const problems = {
    configure: problemOf(next.configure),
    write: problemOf(next.write),
    read: problemOf(next.read)
  }
  const patterns = evaluated(next)
  const count = (field: keyof Rights): number | null =>
    problems[field] === null ? known.filter((name) => yes(patterns[field](name))).length : null
  const matches = { configure: count('configure'), write: count('write'), read: count('read') }
  const sound = Object.values(problems).every((problem) => problem === null)
  return {
    problems,
    matches,
    known: known.length,
    statements: sound ? compared(patterns, before, names, elsewhere) : []
  }
}

function compared(
  patterns: Evaluated,
  before: Rights | null,
  names: VhostNames,
  elsewhere: readonly string[]
): readonly RightsStatement[] {
  const now = statements(abilities(patterns, names), names)
  const then = before === null ? [] : statements(abilities(evaluated(before), names), names)
  const others: Said =
    elsewhere.length === 0
      ? say('elsewhere', 'may-not', 'cannot see any other vhost')
      : say('elsewhere', 'note', `also has rights in ${elsewhere.join(', ')}`)
  return [
    ...now.map((said) => {
      if (before === null) return { ...said, was: null }
      const former = then.find(({ id }) => id === said.id)
      const same = former === undefined ? said.tone !== 'danger' : former.text === said.text
      return { ...said, was: same ? null : (former?.text ?? 'not so') }
    }),
    { ...others, was: null }
  ]
}

/** `null`: it can be evaluated. */
function problemOf(source: string): RightsProblem | null {
  const pattern = compiled(source)
  switch (pattern.type) {
    case 'invalid':
      return { type: 'invalid', text: `no regular expression: ${pattern.why}` }
    case 'unsupported':
      return { type: 'unseen', text: pattern.why }
    case 'ok':
      return null
  }
}
