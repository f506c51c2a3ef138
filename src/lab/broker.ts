/** The lab's RabbitMQ: a private node with the management plugin. */
import { rm } from 'node:fs/promises'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { brokerDefinitions, brokerEnvironment, rabbitmqConf } from './broker-configuration.js'
import { launch, markedEnvironment, type Launched } from './launch.js'
import type { LabUser } from './lab-user.js'
import type { OwnedFiles } from './owned-files.js'
import type { LabPlan } from './plan.js'
import { BROKER } from './processes.js'
import type { LabSecrets } from './secrets.js'
import { getJson } from './get-json.js'

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
  for (const name of ['', 'conf']) await files.folder(at(name))
  for (const name of ['data', 'logs', 'home']) await files.userFolder(at(name))
  await files.file(at('conf/rabbitmq.conf'), rabbitmqConf(broker, at('conf/definitions.json')))
  await files.userFile(at('conf/definitions.json'), brokerDefinitions(plan.clouds, secrets), 0o400)
  await files.file(at('conf/enabled_plugins'), '[rabbitmq_management].\n')
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

/** Management answers the console's user, and AMQP listens. */
export async function brokerAnswers(plan: LabPlan, secrets: LabSecrets): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(`console:${secrets.console.brokerPassword}`).toString('base64')}`
  await getJson(`${managementUrl(plan)}/api/health/checks/port-listener/${plan.broker.amqpPort}`, {
    authorization
  })
  return true
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false
  )
