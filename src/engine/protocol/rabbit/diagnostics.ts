/**
 * What RabbitMQ's command line tools answer with `--formatter json`, read tolerantly where versions differ.
 *
 * Shapes and texts are those of RabbitMQ 3.10.8. What the tools say when they fail: `cli-failures.ts`.
 *
 * @see https://www.rabbitmq.com/docs/cli#formatters
 */
import { z } from 'zod'
import { ConsoleError } from '../../../shared/model/errors.js'
import { parseJson } from '../json.js'

export { explainRabbitCli, type RabbitCliFailure } from './cli-failures.js'

export interface RabbitListener {
  /** `127.0.0.1`, `[::]` for all. n.b. true of AMQP alone: of HTTP 3.10.8 says `[::]` also when `management.tcp.ip` is 127.0.0.1. */
  readonly interface: string
  readonly port: number
  /** `amqp`, `amqp/ssl`, `http`, `https`, `clustering`, … */
  readonly protocol: string
  /** For people. */
  readonly purpose: string
}

export interface RabbitAlarm {
  /** `memory`, `disk`, `file_descriptor_limit`. */
  readonly resource: string
  /** `null`: not said. */
  readonly node: string | null
}

export interface RabbitStatus {
  /** `3.10.8` */
  readonly version: string
  /** `25`, the release of Erlang/OTP; all of its text when that is not in it. */
  readonly erlang: string
  /** `rabbit@host`; the status itself does not say it, its listeners do. */
  readonly node: string | null
  readonly listeners: readonly RabbitListener[]
  /** Publishers are blocked while there is one. */
  readonly alarms: readonly RabbitAlarm[]
  /** Absolute paths; empty: none was found. */
  readonly configFiles: readonly string[]
  /** Where the list of enabled plugins is kept. */
  readonly enabledPluginFile: string | null
  /** Running, those included that others need. */
  readonly activePlugins: readonly string[]
}

const listenerSchema = z.object({
  interface: z.string(),
  port: z.int(),
  protocol: z.string(),
  purpose: z.string().default(''),
  node: z.string().optional()
})
// Either {"type":"resource_limit","resource":"disk","node":"…"} or, for file descriptors, the name alone.
const alarmSchema = z.union([
  z.string().transform((resource): RabbitAlarm => ({ resource, node: null })),
  z
    .object({
      resource: z.string().optional(),
      type: z.string().optional(),
      node: z.string().optional()
    })
    .transform(({ resource, type, node }): RabbitAlarm => ({
      resource: resource ?? type ?? 'unknown',
      node: node ?? null
    }))
])
const statusSchema = z.object({
  rabbitmq_version: z.string(),
  erlang_version: z.string().default(''),
  listeners: z.array(listenerSchema).default([]),
  alarms: z.array(alarmSchema).default([]),
  config_files: z.array(z.string()).default([]),
  enabled_plugin_file: z.string().optional(),
  active_plugins: z.array(z.string()).default([])
})

/** @param text - output of `rabbitmqctl status --formatter json` @throws ConsoleError `BROKER_REFUSED` for anything else */
export function readStatus(text: string): RabbitStatus {
  const status = parse(statusSchema, text, 'rabbitmqctl status')
  return {
    version: status.rabbitmq_version,
    erlang: /Erlang\/OTP (\d+)/.exec(status.erlang_version)?.[1] ?? status.erlang_version,
    node: status.listeners.find(({ node }) => node !== undefined)?.node ?? null,
    listeners: status.listeners.map(listener),
    alarms: status.alarms,
    configFiles: status.config_files,
    enabledPluginFile: status.enabled_plugin_file ?? null,
    activePlugins: status.active_plugins
  }
}

const listenersSchema = z.object({
  node: z.string().nullable().default(null),
  listeners: z.array(listenerSchema)
})

/** @param text - output of `rabbitmq-diagnostics listeners --formatter json` @throws ConsoleError `BROKER_REFUSED` */
export function readListeners(text: string): {
  readonly node: string | null
  readonly listeners: readonly RabbitListener[]
} {
  const { node, listeners } = parse(listenersSchema, text, 'rabbitmq-diagnostics listeners')
  return { node, listeners: listeners.map(listener) }
}
const listener = ({
  interface: on,
  port,
  protocol,
  purpose
}: z.output<typeof listenerSchema>): RabbitListener => ({
  interface: on,
  port,
  protocol,
  purpose
})

export interface RabbitPlugins {
  /** Enabled, or needed by an enabled one. */
  readonly names: readonly string[]
  /**
   * `unreachable`: names are from the file, and whether they run nobody knows. n.b. the tool then ends with 0, also when only the cookie differs.
   * `unknown`: the plain list does not say.
   */
  readonly node: 'running' | 'unreachable' | 'unknown'
}

const pluginsSchema = z.object({
  plugins: z.array(z.object({ name: z.string() })),
  status: z.string().optional()
})

/** @param text - output of `rabbitmq-plugins list -e -m`, with `--formatter json` or without @throws ConsoleError `BROKER_REFUSED` */
export function readPlugins(text: string): RabbitPlugins {
  if (text.trimStart().startsWith('{')) {
    const { plugins, status } = parse(pluginsSchema, text, 'rabbitmq-plugins list')
    return {
      names: plugins.map(({ name }) => name),
      node: status === 'running' ? 'running' : status === 'node_down' ? 'unreachable' : 'unknown'
    }
  }
  // A head line "Listing plugins with pattern …", then a name a line.
  const lines = text.split('\n').map((line) => line.trim())
  const names = lines.filter((line) => /^[a-z][a-z0-9_]*$/.test(line))
  const strangers = lines.filter(
    (line) => line !== '' && !names.includes(line) && !line.startsWith('Listing plugins')
  )
  if (strangers[0] !== undefined) throw unreadable('rabbitmq-plugins list', strangers[0])
  return { names, node: 'unknown' }
}

export interface RabbitUser {
  readonly name: string
  readonly tags: readonly string[]
}
const usersSchema = z.array(z.object({ user: z.string(), tags: z.array(z.string()).default([]) }))

/** @param text - output of `rabbitmqctl list_users --formatter json` @throws ConsoleError `BROKER_REFUSED` */
export const readUsers = (text: string): readonly RabbitUser[] =>
  parse(usersSchema, text, 'rabbitmqctl list_users').map(({ user, tags }) => ({ name: user, tags }))

const vhostsSchema = z.array(z.object({ name: z.string() }))

/** Names. @param text - output of `rabbitmqctl list_vhosts --formatter json` @throws ConsoleError `BROKER_REFUSED` */
export const readVhosts = (text: string): readonly string[] =>
  parse(vhostsSchema, text, 'rabbitmqctl list_vhosts').map(({ name }) => name)

function parse<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  command: string
): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw unreadable(command, text.trim().split('\n')[0] ?? '')
}

const unreadable = (command: string, first: string): ConsoleError =>
  new ConsoleError(
    'BROKER_REFUSED',
    `${command} answered something else than it should: ${JSON.stringify(first.slice(0, 200))}`,
    {
      hint: 'run the command on the broker’s machine and look at what it says'
    }
  )
