/**
 * What a `celeryconfig.py` says about the broker: its address, user and vhost, and which queues there are.
 *
 * Both spellings of Celery's settings are read, `BROKER_URL` and `broker_url`, also `CELERY_BROKER_URL` and the old `BROKER_HOST` and the rest.
 * @see https://docs.celeryq.dev/en/stable/userguide/configuration.html#new-lowercase-settings
 */
import { pythonAssignments, type PythonAssignment, type PythonValue } from './python-literals.js'

export interface CeleryBroker {
  readonly host: string
  readonly port: number | null
  readonly tls: boolean
  readonly user: string | null
  readonly vhost: string | null
}

export interface CeleryConfig {
  readonly broker: CeleryBroker | null
  /** n.b. a secret: never into settings, messages or notes. */
  readonly password: string | null
  /** Names of queues, in the order of the file, each once. */
  readonly queues: readonly string[]
  readonly notes: readonly string[]
}

/** Is this text a configuration of Celery at all? */
export function readCeleryConfig(source: string): CeleryConfig | null {
  const all = pythonAssignments(source)
  const settings = new Map<string, PythonAssignment>()
  for (const assignment of all) settings.set(plainName(assignment.name), assignment)
  if (![...settings.keys()].some((name) => KNOWN.has(name) || name.startsWith('broker_')))
    return null
  const url = settings.get('broker_url')
  const found = url === undefined ? brokerFromParts(settings) : brokerFromUrl(url)
  return { ...found, queues: queuesOf(settings), notes: [...found.notes, ...notesOf(settings)] }
}

const KNOWN = new Set([
  'task_queues',
  'task_routes',
  'result_backend',
  'imports',
  'task_default_queue'
])
const OLD_NAMES: Readonly<Partial<Record<string, string>>> = {
  queues: 'task_queues',
  routes: 'task_routes',
  default_queue: 'task_default_queue',
  broker_use_ssl: 'broker_use_ssl',
  include: 'imports'
}

/** `CELERY_QUEUES`, `CELERY_TASK_QUEUES` and `task_queues` are one setting. */
function plainName(name: string): string {
  const plain = name.toLowerCase().replace(/^celery_/, '')
  return OLD_NAMES[plain] ?? plain
}

type Found = Pick<CeleryConfig, 'broker' | 'password' | 'notes'>
type Settings = ReadonlyMap<string, PythonAssignment>

function brokerFromUrl({ value, line }: PythonAssignment): Found {
  const urls = value.type === 'list' ? value.items : [value]
  const [first] = urls
  const text = first?.type === 'text' ? (first.value.split(';')[0] ?? '') : null
  const more = urls.length > 1 || (first?.type === 'text' && first.value.includes(';'))
  const notes = more ? ['Several brokers are named; the first one was taken.'] : []
  if (text === null) {
    const note = `Line ${line}: the broker's URL is made by the program, so it was not taken over; fill in the broker by hand.`
    return { broker: null, password: null, notes: [...notes, note] }
  }
  const parts =
    /^(?<scheme>amqps?|pyamqp|librabbitmq):\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<host>\[[^\]]*\]|[^:/?#]*)(?::(?<port>\d+))?(?:\/(?<vhost>[^?#]*))?/i.exec(
      text
    )?.groups
  if (parts === undefined) {
    const scheme = text.split(':')[0] ?? ''
    const note = `Line ${line}: a broker of the kind "${scheme.slice(0, 30)}" was not taken over: Medusa Console needs RabbitMQ (amqp://).`
    return { broker: null, password: null, notes: [...notes, note] }
  }
  const { scheme = '', user, password, host = '', port, vhost } = parts
  return {
    broker: {
      host: host.replace(/^\[|\]$/g, '') || 'localhost',
      port: port === undefined ? null : Number(port),
      tls: scheme.toLowerCase() === 'amqps',
      user: user === undefined || user === '' ? null : decoded(user),
      vhost: vhost === undefined ? null : decoded(vhost) || '/'
    },
    password: password === undefined || password === '' ? null : decoded(password),
    notes
  }
}

/** The way of Celery 2: one setting a part. */
function brokerFromParts(settings: Settings): Found {
  const text = (name: string): string | null => {
    const value = settings.get(name)?.value
    return value?.type === 'text' ? value.value : null
  }
  const host = text('broker_host')
  if (host === null) return { broker: null, password: null, notes: ['No broker is named in it.'] }
  const port = settings.get('broker_port')?.value
  const tls = settings.get('broker_use_ssl')?.value
  return {
    broker: {
      host,
      port: port?.type === 'number' ? port.value : null,
      tls: tls !== undefined && !(tls.type === 'constant' && tls.value !== true),
      user: text('broker_user'),
      vhost: text('broker_vhost')
    },
    password: text('broker_password'),
    notes: []
  }
}

function queuesOf(settings: Settings): readonly string[] {
  const queues = settings.get('task_queues')?.value
  const routes = settings.get('task_routes')?.value
  const named =
    queues?.type === 'dict'
      ? queues.entries.map(([key]) => textOf(key))
      : queues?.type === 'list'
        ? queues.items.map(queueName)
        : [queues === undefined ? null : queueName(queues)]
  const routed =
    routes?.type === 'dict'
      ? routes.entries.map(([, target]) =>
          target.type === 'dict'
            ? textOf(target.entries.find(([key]) => textOf(key) === 'queue')?.[1])
            : textOf(target)
        )
      : []
  return [...new Set([...named, ...routed].filter((name) => name !== null && name !== ''))].filter(
    (name): name is string => name !== null
  )
}

/** `Queue('porto', …)`, `Queue(name='porto')`, `'porto'` */
function queueName(value: PythonValue): string | null {
  if (value.type !== 'call') return textOf(value)
  return textOf(value.named['name'] ?? value.positional[0])
}

const textOf = (value: PythonValue | undefined): string | null =>
  value?.type === 'text' ? value.value : null

function notesOf(settings: Settings): readonly string[] {
  const conditional = [...settings.values()].filter(
    (each) => each.conditional && plainName(each.name).startsWith('broker')
  )
  // n.b. not what is nested deeper: names that stand for lists of names may make a small file an endless tree
  const accept = settings.get('accept_content')?.value
  const accepted = accept?.type === 'list' ? accept.items : [accept]
  const pickle = accepted.some((each) => textOf(each)?.includes('pickle'))
  return [
    ...conditional.map(
      ({ name, line }) => `Line ${line}: ${name} stands behind a condition; look whether it counts.`
    ),
    ...(pickle
      ? ['It accepts pickle, which runs whatever a message holds. Medusa Console speaks JSON only.']
      : [])
  ]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a lone % in a password: it is meant as it stands
  }
}
