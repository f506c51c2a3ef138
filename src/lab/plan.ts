/**
 * Which clouds a lab has and where they listen. Pure.
 *
 * Linux answers on all of 127.0.0.0/8 without set-up, so each cloud gets an address of its own, 127.0.(base+K).1, and keeps Hadoop's
 * standard ports there. Labs with different `base` do not meet: the broker's addresses and its epmd port follow `base` too.
 */
import { join } from 'node:path'
import { ConsoleError } from '../shared/model/errors.js'
import type { ClusterName } from '../shared/model/ids.js'
import { labFile } from './folders.js'

/** The names clouds get, in this order. */
export const cloudNames = [
  'porto',
  'lisbon',
  'faro',
  'braga',
  'coimbra',
  'evora',
  'aveiro',
  'viseu',
  'beja'
].map((name) => name as ClusterName)

/** Bytes a lab of one cloud writes before any job: logs, broker's journal, HDFS; and room for the first jobs. */
export const BYTES_PER_CLOUD = 256 * 2 ** 20

/** Hadoop's standard ports, and 2222 for a sshd that needs no root. */
export const cloudPorts = {
  nameNodeRpc: 9000,
  nameNodeHttp: 9870,
  dataNode: 9866,
  dataNodeHttp: 9864,
  dataNodeIpc: 9867,
  scheduler: 8030,
  tracker: 8031,
  resourceManager: 8032,
  resourceManagerAdmin: 8033,
  resourceManagerHttp: 8088,
  localizer: 8040,
  nodeManager: 8041,
  nodeManagerHttp: 8042,
  httpfs: 14000,
  peers: 14001,
  ssh: 2222
} as const

export interface CloudPlan {
  readonly name: ClusterName
  readonly address: string
  readonly folder: string
  readonly vhost: string
  readonly queue: string
  readonly webhdfs: string
  readonly httpfs: string
  /** What other clouds read from. */
  readonly peers: string
  readonly yarn: string
  /** HDFS folder below which runs keep everything of theirs. */
  readonly workFolder: string
}

export interface BrokerPlan {
  readonly address: string
  readonly amqpPort: number
  readonly managementPort: number
  /** Erlang's distribution and epmd: always on 127.0.0.1, where the host part `localhost` of the node's name leads. */
  readonly distributionPort: number
  readonly epmdPort: number
  readonly nodeName: string
  readonly folder: string
  /** Of the broker's host, which only a bare lab has. */
  readonly sshPort: number
}

export interface LabPlan {
  readonly folder: string
  readonly base: number
  /** As machines are before any set-up: Hadoop and an empty broker, reached by ssh; no HttpFS, no worker, no users. */
  readonly bare: boolean
  readonly broker: BrokerPlan
  readonly clouds: readonly CloudPlan[]
}

export interface LabShape {
  /** Absolute path. */
  readonly folder: string
  /** 1 … 9 */
  readonly clouds: number
  /** 0 … 240; cloud K listens at 127.0.(base+K).1 @default 0 */
  readonly base?: number
  /** The operating system's user everything runs as; also the HDFS user. */
  readonly user: string
  /** See `LabPlan.bare`. @default false */
  readonly bare?: boolean
}

/**
 * @throws ConsoleError `BAD_INPUT` for a number of clouds or a base out of range, or a folder whose name the configuration files of Hadoop,
 *   sshd and RabbitMQ could not carry unquoted
 */
export function planLab(shape: LabShape): LabPlan {
  const base = shape.base ?? 0
  if (!Number.isInteger(shape.clouds) || shape.clouds < 1 || shape.clouds > cloudNames.length)
    throw new ConsoleError(
      'BAD_INPUT',
      `a lab has 1 to ${cloudNames.length} clouds, got ${shape.clouds}`,
      {
        hint: `Pass a number from 1 to ${cloudNames.length}, for example --clouds 3.`
      }
    )
  if (!Number.isInteger(base) || base < 0 || base > 240)
    throw new ConsoleError('BAD_INPUT', `the lab's base is an integer from 0 to 240, got ${base}`)
  if (!/^\/[A-Za-z0-9._/+@-]*$/.test(shape.folder))
    throw new ConsoleError('BAD_INPUT', `the lab cannot live in "${shape.folder}"`, {
      hint: 'Choose an absolute folder (--state DIR) whose path has only letters, digits and . _ / + @ -'
    })
  return {
    folder: shape.folder,
    base,
    bare: shape.bare ?? false,
    broker: {
      address: base === 0 ? '127.0.0.1' : `127.0.${base}.1`,
      amqpPort: 5682,
      managementPort: 15682,
      distributionPort: 25682 + base,
      epmdPort: 14369 + base,
      nodeName: `medusa-lab-${base}@localhost`,
      folder: labFile.broker(shape.folder),
      sshPort: cloudPorts.ssh
    },
    clouds: cloudNames
      .slice(0, shape.clouds)
      .map((name, index) => planCloud(name, `127.0.${base + index + 1}.1`, shape))
  }
}

function planCloud(name: ClusterName, address: string, shape: LabShape): CloudPlan {
  return {
    name,
    address,
    folder: labFile.cloud(shape.folder, name),
    vhost: `medusa-${name}`,
    queue: `medusa.${name}`,
    webhdfs: `http://${address}:${cloudPorts.nameNodeHttp}/webhdfs/v1`,
    httpfs: `http://${address}:${cloudPorts.httpfs}/webhdfs/v1`,
    peers: `http://${address}:${cloudPorts.peers}/webhdfs/v1`,
    yarn: `http://${address}:${cloudPorts.resourceManagerHttp}`,
    workFolder: `/user/${shape.user}/medusa`
  }
}

/** Every address and port the lab will listen on, with what for. */
export function listensOn(
  plan: LabPlan
): readonly { readonly address: string; readonly port: number; readonly what: string }[] {
  const { broker } = plan
  return [
    { address: broker.address, port: broker.amqpPort, what: 'RabbitMQ' },
    { address: broker.address, port: broker.managementPort, what: 'RabbitMQ management' },
    { address: '127.0.0.1', port: broker.distributionPort, what: 'RabbitMQ distribution' },
    { address: '127.0.0.1', port: broker.epmdPort, what: 'epmd' },
    ...(plan.bare
      ? [{ address: broker.address, port: broker.sshPort, what: "ssh of the broker's host" }]
      : []),
    ...plan.clouds.flatMap((cloud) =>
      Object.entries(cloudPorts).map(([what, port]) => ({
        address: cloud.address,
        port,
        what: `${what} of ${cloud.name}`
      }))
    )
  ]
}

/** Paths in a cloud's folder, which also is its HADOOP_HOME. */
export const cloudFile = {
  conf: (cloud: CloudPlan) => join(cloud.folder, 'conf'),
  data: (cloud: CloudPlan) => join(cloud.folder, 'data'),
  logs: (cloud: CloudPlan) => join(cloud.folder, 'logs'),
  ssh: (cloud: CloudPlan) => join(cloud.folder, 'ssh'),
  fault: (cloud: CloudPlan, kind: string) => join(cloud.folder, 'fault', kind),
  worker: (cloud: CloudPlan) => join(cloud.folder, 'worker')
} as const
