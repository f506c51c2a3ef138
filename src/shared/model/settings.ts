/**
 * Settings: environments, each with one broker and its clusters. One file and schema for the application (electron-store) and the command line (conf).
 *
 * No secret is ever in here: passwords and HMAC keys stand in a file of their own, mode 0600, named by `secretsFile`, or in the system's keyring,
 * or are given for one session. Descriptions of keys are what the editor shows while one types.
 */
import { z } from 'zod'
import { clusterNameSchema } from './ids.js'

/** n.b. as browsers read it: `\` is `/`, and slashes may be missing. */
const URL_USER = /^https?:[/\\]*[^/\\?#]*@/i
export const httpUrl = z.url({ protocol: /^https?$/ }).refine((url) => !URL_USER.test(url), {
  message:
    'a URL here names no user and no password: the user has a key of its own, a password is given under Secrets'
})

/** Kinds of host keys that ssh2 can check, best first. */
export const hostKeyTypes = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa'
] as const
export type HostKeyType = (typeof hostKeyTypes)[number]

/** One host over ssh. */
export const hopSchema = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65535).default(22),
  user: z.string().min(1),
  /** Private key file; absent: the agent. */
  identityFile: z.string().min(1).optional(),
  /** SHA-256 fingerprint of the host key, as `ssh-keygen -lf` prints it. The connection is refused when it differs. */
  hostKey: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
  /** The kind of key that `hostKey` is of, asked for of a host that has several; absent: the host's best. */
  hostKeyType: z.enum(hostKeyTypes).optional()
})
export type SshHop = z.output<typeof hopSchema>

export const MOST_JUMPS = 8
export const sshSchema = hopSchema.extend({
  /** Hosts on the way, the first one is reached from here; each with a verified key of its own. */
  jump: z.array(hopSchema).max(MOST_JUMPS).optional()
})
export type SshTarget = z.output<typeof sshSchema>

export const clusterSettingsSchema = z.strictObject({
  name: clusterNameSchema,
  /** Host name or address, as people know the cloud. */
  address: z.string().min(1).describe('Host name or address, as people know the cloud'),
  vhost: z.string().min(1).describe('Virtual host on the broker: of this cluster alone'),
  queue: z.string().min(1).describe('Queue its Celery worker reads'),
  /** Base URL up to `/webhdfs/v1`. */
  httpfs: httpUrl.optional().describe('HttpFS, URL up to /webhdfs/v1'),
  /** Base URL up to `/webhdfs/v1`. */
  webhdfs: httpUrl.describe('WebHDFS of the NameNode, URL up to /webhdfs/v1'),
  /** Base URL up to `/webhdfs/v1` from which other clusters read, best a read-only HttpFS; absent: `httpfs`, else `webhdfs`. */
  peers: httpUrl
    .optional()
    .describe('From where other clusters read; otherwise httpfs, else webhdfs'),
  /** ResourceManager, for example http://127.0.1.1:8088 */
  yarn: httpUrl.describe('ResourceManager, for example http://porto:8088'),
  ssh: sshSchema.optional(),
  /** HDFS folder below which runs keep everything of theirs. */
  workFolder: z.string().startsWith('/').describe('HDFS folder for everything of runs'),
  /** HDFS user. */
  user: z.string().min(1).describe('HDFS user'),
  // Medusa's own names, kept.
  localhome: z.string().optional(),
  hadoophome: z.string().optional(),
  javahome: z.string().optional(),
  hadoopmanager: z.string().optional(),
  namenode: z.string().optional()
})
export type ClusterSettings = z.output<typeof clusterSettingsSchema>

export const brokerSettingsSchema = z.strictObject({
  host: z.string().min(1).describe('Host name or address of RabbitMQ'),
  port: z.int().min(1).max(65535).default(5672),
  tls: z.boolean().default(false),
  user: z.string().min(1).describe('RabbitMQ user of this console; its password is a secret'),
  /** Base URL of the management plugin, for example http://127.0.0.1:15672 */
  management: httpUrl.optional().describe('Management plugin, for example http://mq:15672')
})
export type BrokerSettings = z.output<typeof brokerSettingsSchema>

export const environmentSchema = z.strictObject({
  broker: brokerSettingsSchema,
  clusters: z.array(clusterSettingsSchema).max(1000),
  /** What a run has when its job file does not say. */
  defaults: z
    .strictObject({
      /** f, of what can be tolerated. */
      faults: z
        .int()
        .min(0)
        .max(50)
        .default(1)
        .describe('f: how many clusters may be faulty in any way')
    })
    .prefault({}),
  /** 0600 file with {@link secretsSchema}; absent: the keyring, or what is given for this session. */
  secretsFile: z
    .string()
    .min(1)
    .optional()
    .describe('File with the broker password and the keys, mode 0600. Without it: the keyring'),
  /** Folders in which a job's jar is looked for when it does not lie beside the job file. */
  jarFolders: z
    .array(z.string())
    .default([])
    .describe('Folders in which a job’s jar is looked for, after the job file’s own')
})
export type Environment = z.output<typeof environmentSchema>

/** An environment that can be chosen. */
export interface EnvironmentEntry {
  readonly name: string
  /** `lab`: the lab wrote it about itself. */
  readonly origin: 'settings' | 'lab'
}

export const settingsSchema = z.strictObject({
  version: z.literal(1).default(1),
  current: z.string().default('lab').describe('The environment that is opened at the start'),
  environments: z.record(z.string(), environmentSchema).default({})
})
export type Settings = z.output<typeof settingsSchema>

export const secretsSchema = z.strictObject({
  /** Password of `broker.user`. */
  brokerPassword: z.string(),
  /** Cluster name → HMAC key, 64 hexadecimal digits. */
  keys: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/))
})
export type Secrets = z.output<typeof secretsSchema>

/** A file of secrets may hold some of them; the rest is looked for elsewhere. */
export const someSecretsSchema = secretsSchema.partial()

/** Of what a secret is: the broker's password, or a cluster's HMAC key. */
export type SecretName = 'broker' | `key:${string}`
export const secretNameSchema = z
  .string()
  .max(100)
  .regex(/^(broker|key:[a-z0-9][a-z0-9-]{0,79})$/, 'a secret is "broker" or "key:CLUSTER"')
  .transform((name) => name as SecretName)
