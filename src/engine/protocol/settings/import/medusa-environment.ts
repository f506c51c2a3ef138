/** One environment of what Medusa's files and a Celery configuration say; what neither says is left empty, so that the form asks for it. */
import type { JsonValue } from '../../../../shared/model/json-text.js'
import type { CeleryConfig } from './celeryconfig.js'
import type { MedusaCluster, MedusaSettings } from './medusa-settings.js'

type Fields = Readonly<Record<string, JsonValue>>

/** Ports of Hadoop 3 where a file says none. @see https://hadoop.apache.org/docs/r3.4.1/hadoop-project-dist/hadoop-hdfs/hdfs-default.xml */
const WEBHDFS_PORT = 9870
const YARN_PORT = 8088

export function medusaEnvironment(
  medusa: readonly MedusaSettings[],
  celery: readonly CeleryConfig[]
): { readonly environment: Fields; readonly notes: readonly string[] } {
  const [broker] = celery.flatMap((each) => (each.broker === null ? [] : [each.broker]))
  const queues = celery.flatMap((each) => each.queues)
  const named = medusa.flatMap((each) => each.clusters)
  const given = named.length > 0 ? named : queues.map(clusterOfQueue)
  const clusters = given.filter(
    ({ name }, index) => given.findIndex((other) => other.name === name) === index
  )
  const [main] = medusa.filter((each) => each.faults !== null)
  const notes = [
    ...medusa.flatMap((each) => each.notes),
    ...celery.flatMap((each) => each.notes),
    ...(broker === undefined ? ['The broker is to be filled in: host and user.'] : []),
    ...(broker?.vhost ? [vhostNote(broker.vhost)] : []),
    ...(clusters.length > 0 ? [ADDRESS_NOTE] : ['No cluster is named; add them under Clusters.']),
    ...clusters.flatMap(({ name }) =>
      clusterName(name) === name ? [] : [`The cluster "${name}" is called "${clusterName(name)}".`]
    )
  ]
  return {
    environment: {
      broker: {
        host: broker?.host ?? '',
        port: broker?.port ?? (broker?.tls === true ? 5671 : 5672),
        tls: broker?.tls ?? false,
        user: broker?.user ?? ''
      },
      clusters: clusters.map((cluster) => clusterSettings(cluster, main ?? medusa[0] ?? null)),
      defaults: { faults: Math.min(main?.faults ?? 1, 50) }
    },
    notes: [...new Set(notes)]
  }
}

const ADDRESS_NOTE =
  'Ports of WebHDFS and YARN, the HDFS user and the working folder are the usual ones; test each cluster.'
const vhostNote = (vhost: string): string =>
  `All clusters shared the vhost "${vhost}". Each gets one of its own here, because a vhost says who answered; make them under Set-up.`

const clusterOfQueue = (queue: string): MedusaCluster => ({
  name: queue,
  address: queue,
  queue,
  user: null,
  kept: {}
})

function clusterSettings(cluster: MedusaCluster, settings: MedusaSettings | null): JsonValue {
  const name = clusterName(cluster.name)
  const address = cluster.address ?? cluster.name
  const host = address.includes(':') ? `[${address}]` : address
  const httpfs = settings?.httpfsPort
  const hdfs = settings?.hdfsPort
  const namenode = cluster.kept.namenode ?? (hdfs ? `hdfs://${host}:${hdfs}` : null)
  return {
    name,
    address,
    vhost: `medusa-${name}`,
    queue: cluster.queue ?? cluster.name,
    ...(settings?.httpfsUsed === true && httpfs
      ? { httpfs: `http://${host}:${httpfs}/webhdfs/v1` }
      : {}),
    webhdfs: `http://${host}:${WEBHDFS_PORT}/webhdfs/v1`,
    yarn: `http://${host}:${YARN_PORT}`,
    workFolder: '/medusa',
    user: cluster.user ?? 'hadoop',
    ...cluster.kept,
    ...(namenode === null ? {} : { namenode })
  }
}

/** Small letters, digits and "-": the alphabet of clusters' names. */
function clusterName(name: string): string {
  const small = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return small === '' ? 'cluster' : small.slice(0, 80)
}
