/**
 * Configuration and definitions of the lab's RabbitMQ, as text. Pure.
 *
 * Definitions are imported at every start: vhosts, users (as hashes), rights and the task queues exist before the first listener opens, and because
 * definitions are given, RabbitMQ makes neither `guest` nor the vhost `/`. A bare lab's gets none, and has those two and nothing else.
 */
import type { BrokerPlan, CloudPlan } from './plan.js'
import { rabbitHash, type LabSecrets } from './secrets.js'

/** @param definitions - path of the file, null for a broker nobody has set up */
export const rabbitmqConf = (broker: BrokerPlan, definitions: string | null): string =>
  [
    `listeners.tcp.1 = ${broker.address}:${broker.amqpPort}`,
    `management.tcp.ip = ${broker.address}`,
    `management.tcp.port = ${broker.managementPort}`,
    ...(definitions === null ? [] : [`load_definitions = ${definitions}`]),
    'vm_memory_high_watermark.absolute = 1GB',
    'disk_free_limit.absolute = 64MB',
    'log.file.level = warning',
    'log.console = false',
    ''
  ].join('\n')

interface Rights {
  readonly configure: string
  readonly write: string
  readonly read: string
}

const everything: Rights = { configure: '.*', write: '.*', read: '.*' }

/**
 * The least that our worker runs with (each part was taken away in turn): its own queue, and its heartbeats; answers go out through the default exchange.
 * It has no remote control, so it needs no pidbox.
 */
export function workerRights(queue: string): Rights {
  const own = queue.replaceAll('.', '\\.')
  return {
    configure: `^(${own}|celeryev)$`,
    write: `^(${own}|celeryev|amq\\.default)$`,
    read: `^${own}$`
  }
}

/** Any Celery client: queues of its own, but neither sight of nor a hand in the console's reply queues. */
export const clientRights: Rights = {
  configure: '^(?!medusa\\.replies\\.).*$',
  write: '^(?!medusa\\.replies\\.).*$',
  read: '^(?!medusa\\.replies\\.).*$'
}

/** RabbitMQ's definitions file. */
export function brokerDefinitions(clouds: readonly CloudPlan[], secrets: LabSecrets): string {
  const user = (name: string, password: string | undefined, tags: readonly string[] = []) => ({
    name,
    password_hash: rabbitHash(password ?? ''),
    hashing_algorithm: 'rabbit_password_hashing_sha256',
    tags
  })
  const definitions = {
    users: [
      user('admin', secrets.passwords.admin, ['administrator']),
      user('console', secrets.console.brokerPassword, ['monitoring']),
      ...clouds.flatMap(({ name }) => [
        user(`worker-${name}`, secrets.passwords.workers[name]),
        user(`client-${name}`, secrets.passwords.clients[name])
      ])
    ],
    vhosts: clouds.map(({ vhost }) => ({ name: vhost })),
    permissions: clouds.flatMap(({ name, vhost, queue }) => [
      { user: 'admin', vhost, ...everything },
      { user: 'console', vhost, ...everything },
      { user: `worker-${name}`, vhost, ...workerRights(queue) },
      { user: `client-${name}`, vhost, ...clientRights }
    ]),
    exchanges: clouds.map(({ vhost, queue }) => ({
      name: queue,
      vhost,
      type: 'direct',
      durable: true,
      auto_delete: false,
      internal: false,
      arguments: {}
    })),
    queues: clouds.map(({ vhost, queue }) => ({
      name: queue,
      vhost,
      durable: true,
      auto_delete: false,
      arguments: {}
    })),
    bindings: clouds.map(({ vhost, queue }) => ({
      source: queue,
      vhost,
      destination: queue,
      destination_type: 'queue',
      routing_key: queue,
      arguments: {}
    }))
  }
  return `${JSON.stringify(definitions, null, 2)}\n`
}

/** Environment of RabbitMQ's own scripts: a private node beside whatever else runs on the machine. */
export function brokerEnvironment(broker: BrokerPlan): Readonly<Record<string, string>> {
  const { folder } = broker
  return {
    HOME: `${folder}/home`,
    RABBITMQ_NODENAME: broker.nodeName,
    RABBITMQ_BASE: folder,
    RABBITMQ_MNESIA_BASE: `${folder}/data`,
    RABBITMQ_LOG_BASE: `${folder}/logs`,
    RABBITMQ_CONFIG_FILE: `${folder}/conf/rabbitmq.conf`,
    RABBITMQ_ADVANCED_CONFIG_FILE: `${folder}/conf/advanced.config`,
    RABBITMQ_ENABLED_PLUGINS_FILE: `${folder}/conf/enabled_plugins`,
    RABBITMQ_PID_FILE: `${folder}/data/rabbitmq.pid`,
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_DIST_PORT: String(broker.distributionPort),
    // Idle schedulers must not spin: the clouds want the cores.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}',
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(broker.epmdPort)
  }
}
