/** The lab's RabbitMQ: a private node with the management plugin; in a bare lab without it, and its user may change the configuration. */
import { access, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { brokerDefinitions, brokerEnvironment, rabbitmqConf } from './broker-configuration.js'
import { launch, markedEnvironment, type Launched } from './launch.js'
import type { LabUser } from './lab-user.js'
import { openToUser, type OwnedFiles } from './owned-files.js'
import type { LabPlan } from './plan.js'
import { BROKER } from './processes.js'
import type { LabSecrets } from './secrets.js'
import { getJson } from './get-json.js'
import { greets } from './greeting.js'

export interface BrokerStart {
  readonly plan: LabPlan
  readonly secrets: LabSecrets
  readonly user: LabUser
  readonly files: OwnedFiles
  /** Path of `rabbitmq-server`; the one in lib/rabbitmq/bin, since the one in /usr/sbin changes the user. */
  readonly program: string
}

export async function startBroker({
  plan,
  secrets,
  user,
  files,
  program
}: BrokerStart): Promise<Launched> {
  const { broker } = plan
  const at = (name: string) => join(broker.folder, name)
  // A node that was never ready may have been killed in the middle of making its database, and would never start again.
  if (!(await exists(at('was-ready')))) await rm(at('data'), { recursive: true, force: true })
  await files.folder(at(''))
  for (const name of ['data', 'logs', 'home']) await files.userFolder(at(name))
  const { folder, file } = plan.bare ? openToUser(files) : files
  const definitions = plan.bare ? null : at('conf/definitions.json')
  await folder(at('conf'))
  await file(at('conf/rabbitmq.conf'), rabbitmqConf(broker, definitions))
  if (definitions !== null)
    await files.userFile(definitions, brokerDefinitions(plan.clouds, secrets), 0o400)
  await file(at('conf/enabled_plugins'), plan.bare ? '[].\n' : '[rabbitmq_management].\n')
  return launch(user, {
    program,
    args: [],
    environment: { ...markedEnvironment(plan.folder, BROKER), ...brokerEnvironment(broker) },
    workingFolder: at('data'),
    output: at('logs/rabbitmq.out')
  })
}

/** Remembers that the node's database is whole. */
export async function brokerWasReady(plan: LabPlan, files: OwnedFiles): Promise<void> {
  await files.file(join(plan.broker.folder, 'was-ready'), '')
}

export const brokerLogs = (plan: LabPlan): readonly string[] => [
  join(plan.broker.folder, 'logs', `${plan.broker.nodeName}.log`),
  join(plan.broker.folder, 'logs', 'rabbitmq.out')
]

export const managementUrl = (plan: LabPlan): string =>
  `http://${plan.broker.address}:${plan.broker.managementPort}`
export const amqpUrl = (plan: LabPlan): string =>
  `amqp://${plan.broker.address}:${plan.broker.amqpPort}`

/** Management answers the console's user, and AMQP listens. A bare lab's has neither the one nor the other: there AMQP answers. */
export async function brokerAnswers(plan: LabPlan, secrets: LabSecrets): Promise<boolean> {
  if (plan.bare) return speaksAmqp(plan)
  const authorization = `Basic ${Buffer.from(`console:${secrets.console.brokerPassword}`).toString('base64')}`
  await getJson(`${managementUrl(plan)}/api/health/checks/port-listener/${plan.broker.amqpPort}`, {
    authorization
  })
  return true
}

/** Its answer to the protocol header is `Connection.Start`, a frame of type 1 of channel 0 with class 10 and method 10. n.b. it listens when all else is booted. */
const speaksAmqp = ({ broker }: LabPlan): Promise<boolean> =>
  greets({ host: broker.address, port: broker.amqpPort }, 'AMQP\0\0\x09\x01', (greeting) =>
    /^010000.{8}000a000a/.test(greeting.toString('hex'))
  )

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false
  )
