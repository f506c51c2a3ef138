/** What runs of a lab, as `medusa lab status --json` prints it. */
import { access } from 'node:fs/promises'
import { amqpUrl, managementUrl } from './broker.js'
import { faultKinds, type FaultKind } from './faults.js'
import { hadoopDaemons } from './jvm.js'
import { cloudFile, cloudPorts, type CloudPlan, type LabPlan } from './plan.js'
import { brokerHost } from './ssh-host.js'
import { BROKER, findProcesses, type LabProcess } from './processes.js'
import { requirePlan, upCommand } from './record.js'
import { readSecrets, type LabSecrets } from './secrets.js'

/** `degraded`: some daemon is missing, see `missing`. `lying`, `corrupting`, `swapping` and `outage`: a fault was set. */
export type CloudState = 'up' | 'lying' | 'corrupting' | 'swapping' | 'outage' | 'degraded' | 'down'

export interface CloudStatus {
  readonly name: string
  readonly address: string
  readonly state: CloudState
  /** Only when `degraded`: the daemons that do not run. */
  readonly missing?: readonly string[]
  readonly vhost: string
  readonly queue: string
  /** URL of `client-NAME`, any Celery client can use it; holds the password. Of a bare lab without a user: nobody has made one. */
  readonly amqp: string
  /** Base URL up to `/webhdfs/v1`. */
  readonly webhdfs: string
  /** Base URL up to `/webhdfs/v1`. */
  readonly httpfs: string
  /** Base URL up to `/webhdfs/v1`, read-only: what other clouds read from. */
  readonly peers: string
  readonly yarn: string
  readonly ssh: string
  /** Daemon → process id, of those that run. */
  readonly pids: Readonly<Record<string, number>>
}

export interface BrokerStatus {
  readonly state: 'up' | 'down'
  readonly amqp: string
  /** Of a bare lab nothing listens there until the plugin is enabled. */
  readonly management: string
  /** Only of a bare lab. */
  readonly ssh?: string
}

export interface LabStatus {
  /** Present in the status of a bare lab. */
  readonly bare?: true
  readonly broker: BrokerStatus
  readonly clouds: readonly CloudStatus[]
  /** What to do, when broker or daemons do not run. */
  readonly remedy?: string
}

/** The daemons of a cloud in the order in which they are shown. */
export const cloudDaemons = [...hadoopDaemons, 'peers', 'sshd', 'worker'] as const

/** What a cloud must run to be up; of a bare one the rest comes, and goes, with its set-up. */
export const expectedDaemons = (bare: boolean): readonly string[] =>
  bare ? cloudDaemons.filter((name) => !['httpfs', 'peers', 'worker'].includes(name)) : cloudDaemons

/** @throws ConsoleError `ENVIRONMENT_UNKNOWN` when there is no lab in this folder */
export async function labStatus(folder: string): Promise<LabStatus> {
  const { plan, record } = await requirePlan(folder)
  const [processes, secrets] = await Promise.all([findProcesses(folder), readSecrets(folder)])
  const clouds = await Promise.all(
    plan.clouds.map((cloud) => cloudStatus(plan, cloud, processes, secrets, record.user))
  )
  const broker: BrokerStatus['state'] = brokerRuns(processes) ? 'up' : 'down'
  const states = [broker, ...clouds.map(({ state }) => state)]
  return {
    ...(plan.bare ? { bare: true } : {}),
    broker: {
      state: broker,
      amqp: amqpUrl(plan),
      management: managementUrl(plan),
      ...(plan.bare ? { ssh: sshUrl(record.user, brokerHost(plan)) } : {})
    },
    clouds,
    ...(isWhole(states) ? {} : { remedy: `${upCommand(plan)} starts what is missing` })
  }
}

const isWhole = (states: readonly CloudState[]): boolean =>
  states.every((state) => state !== 'down' && state !== 'degraded')

async function cloudStatus(
  plan: LabPlan,
  cloud: CloudPlan,
  processes: readonly LabProcess[],
  secrets: LabSecrets | null,
  user: string
): Promise<CloudStatus> {
  const pids = daemonPids(processes.filter((process) => process.cloud === cloud.name))
  const expected = expectedDaemons(plan.bare)
  const missing = expected.filter((daemon) => pids[daemon] === undefined)
  const faults = await faultsOf(cloud)
  const state = stateOf({ missing: missing.length, expected: expected.length, faults })
  const client = `client-${cloud.name}:${secrets?.passwords.clients[cloud.name] ?? ''}@`
  const { address, amqpPort } = plan.broker
  return {
    name: cloud.name,
    address: cloud.address,
    state,
    ...(state === 'degraded' ? { missing } : {}),
    vhost: cloud.vhost,
    queue: cloud.queue,
    amqp: `amqp://${plan.bare ? '' : client}${address}:${amqpPort}/${cloud.vhost}`,
    webhdfs: cloud.webhdfs,
    httpfs: cloud.httpfs,
    peers: cloud.peers,
    yarn: cloud.yarn,
    ssh: sshUrl(user, { address: cloud.address, port: cloudPorts.ssh }),
    pids
  }
}

const sshUrl = (user: string, at: { readonly address: string; readonly port: number }): string =>
  `ssh://${user}@${at.address}:${at.port}`

/** Down beats all; then an outage; then what is missing; then the other faults, of several the first in the order of `faultKinds`. */
export function stateOf(seen: {
  readonly missing: number
  readonly expected: number
  readonly faults: readonly FaultKind[]
}): CloudState {
  if (seen.missing === seen.expected) return 'down'
  if (seen.faults.includes('outage')) return 'outage'
  if (seen.missing > 0) return 'degraded'
  const [first] = seen.faults
  return first === undefined ? 'up' : stateWith[first]
}

const stateWith: Readonly<Record<FaultKind, CloudState>> = {
  lie: 'lying',
  'lie-once': 'lying',
  corrupt: 'corrupting',
  swap: 'swapping',
  outage: 'outage'
}

/** Daemon → process id. Containers and attempts are no daemons; of several processes of one kind the oldest is it. */
export function daemonPids(processes: readonly LabProcess[]): Readonly<Record<string, number>> {
  const pids: Record<string, number> = {}
  for (const process of [...processes].sort((a, b) => a.startedAt - b.startedAt || a.pid - b.pid)) {
    const daemon = daemonOf(process.commandLine)
    if (daemon !== null) pids[daemon] ??= process.pid
  }
  return pids
}

function daemonOf(commandLine: string): string | null {
  const java = / -Dproc_([a-z]+) /.exec(commandLine)?.[1]
  if (java !== undefined)
    return java === 'httpfs' && hasOwnConfiguration(commandLine) ? 'peers' : java
  if (/^sshd: .*\[listener\]/.test(commandLine)) return 'sshd'
  if (/python\S* .*\/libexec\/peers\.py /.test(commandLine)) return 'peers'
  if (/python\S* .*-m medusa_worker .*--config/.test(commandLine)) return 'worker'
  return null
}

/** A second HttpFS, the read-only one that set-up starts for other clouds, has a configuration folder of its own; the first has the cloud's `conf`. */
const hasOwnConfiguration = (commandLine: string): boolean =>
  !/ -Dhttpfs\.config\.dir=\S+\/clouds\/[^/ ]+\/conf\/? /.test(commandLine)

/** n.b. `rabbitmqctl`, called over ssh, is Erlang's machine too; only the node boots. */
export const brokerRuns = (processes: readonly LabProcess[]): boolean =>
  processes.some(
    ({ cloud, commandLine }) => cloud === BROKER && /beam\.smp .* -s rabbit boot /.test(commandLine)
  )

/** In the order of `faultKinds`. */
async function faultsOf(cloud: CloudPlan): Promise<readonly FaultKind[]> {
  const set = await Promise.all(
    faultKinds.map((kind) =>
      access(cloudFile.fault(cloud, kind)).then(
        () => [kind],
        () => []
      )
    )
  )
  return set.flat()
}
