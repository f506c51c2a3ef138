/**
 * What is to be set up, as a person knows it before anything works: the machine of the broker and the machines of the clusters.
 *
 * All else (where Hadoop lives, its addresses, its user) is looked up there. No secret is ever in here.
 */
import { z } from 'zod'
import { clusterNameSchema } from './ids.js'
import { sshSchema } from './settings.js'

const port = z.int().min(1).max(65535)
const brokerName = z.string().min(1).max(100)

export const siteBrokerSchema = z.strictObject({
  /** Host name or address, as console and clusters reach it. */
  host: z.string().min(1),
  port: port.default(5672),
  managementPort: port.default(15672),
  /** Absent: a broker that somebody else runs; only its management is asked, as `adminUser`. */
  ssh: sshSchema.optional(),
  /** User with the tag `administrator` that set-up works as; made over ssh where it is missing. */
  adminUser: brokerName.default('medusa-admin'),
  /** User of this console: tag `monitoring`, all rights in the clusters' vhosts. */
  consoleUser: brokerName.default('medusa-console')
})
export type SiteBroker = z.output<typeof siteBrokerSchema>

export const siteClusterSchema = z.strictObject({
  name: clusterNameSchema,
  ssh: sshSchema,
  /** As other clusters and the console reach its Hadoop; absent: that of `ssh`. */
  address: z.string().min(1).optional(),
  /** HDFS user of runs; absent: the user of `ssh`. */
  user: z.string().min(1).optional(),
  /** Absent: looked for. */
  hadoophome: z.string().startsWith('/').optional(),
  javahome: z.string().startsWith('/').optional(),
  /** Where what is there already is called otherwise than set-up would call it. */
  vhost: brokerName.optional(),
  queue: brokerName.optional(),
  brokerUser: brokerName.optional(),
  workFolder: z.string().startsWith('/').optional(),
  /** Of the worker, on the host; absent: `.medusa/worker` in the login's home. */
  workerFolder: z.string().startsWith('/').optional(),
  httpfsPort: port.default(14000),
  /** Of the second, read-only HttpFS, from which other clusters copy. */
  peersPort: port.default(14001)
})
export type SiteCluster = z.output<typeof siteClusterSchema>

export const siteSchema = z
  .strictObject({
    version: z.literal(1).default(1),
    broker: siteBrokerSchema,
    clusters: z.array(siteClusterSchema).min(1).max(1000),
    /** Folders in which a job's jar is looked for. */
    jarFolders: z.array(z.string()).default([])
  })
  .refine(({ clusters }) => new Set(clusters.map(({ name }) => name)).size === clusters.length, {
    path: ['clusters'],
    message: 'two clusters have the same name'
  })
export type Site = z.output<typeof siteSchema>
export type SiteDraft = z.input<typeof siteSchema>
