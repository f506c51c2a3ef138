/** What the doctor shall say of each break, and what its mending may change beside. A kind without a line here does not compile. */
import type { BreakKind } from '../../src/lab/breaks/kinds.js'
import type { ErrorCode } from '../../src/shared/model/errors.js'
import type { Level } from '../../src/shared/model/setup.js'

export interface Expectation {
  /** Step → what is found; all others are ok. */
  readonly found: Readonly<Record<string, readonly [level: Level, code: ErrorCode]>>
  /** Steps behind them. */
  readonly blocked: readonly string[]
  /** What the message has to hold. */
  readonly says?: RegExp
  /** Users with a password set anew: the same one, under another salt. */
  readonly rehashed?: readonly string[]
  /** Files of which a copy is kept, for they are written. */
  readonly kept?: readonly string[]
  /** Files that are not what they were, because what somebody put there is not taken away. */
  readonly edited?: readonly string[]
}

const BROKER_CHAIN = ['administrator', 'console-user', 'guest'].map((step) => `broker/${step}`)
const clouds = (...steps: readonly string[]): readonly string[] =>
  ['porto', 'lisbon'].flatMap((cloud) => steps.map((step) => `${cloud}/${step}`))
const porto = (...steps: readonly string[]): readonly string[] =>
  steps.map((step) => `porto/${step}`)
/** A cloud whose worker is not asked is not ready; the other is left out. */
const NOT_READY = { 'console/environment': ['warning', 'TOO_FEW_CLUSTERS'] } as const
const NONE_READY = { 'console/environment': ['critical', 'TOO_FEW_CLUSTERS'] } as const
const VHOST = {
  found: { 'porto/vhost': ['critical', 'VHOST_REFUSED'], ...NOT_READY },
  blocked: porto('broker-access', 'worker', 'hello')
} as const
const WORKER = {
  found: { 'porto/worker': ['critical', 'TASK_TIMED_OUT'], ...NOT_READY },
  blocked: porto('hello')
} as const
const IMPERSONATION = {
  found: { 'porto/impersonation': ['critical', 'HDFS_ERROR'] },
  blocked: porto('httpfs-proof', 'peers'),
  kept: ['conf/core-site.xml']
} as const
const BEHIND_HDFS = porto(
  'home',
  'httpfs',
  'impersonation',
  'httpfs-proof',
  'peers',
  'worker',
  'hello'
)

export const expectations: Readonly<Record<BreakKind, Expectation>> = {
  'node-down': {
    found: { 'broker/node': ['critical', 'BROKER_UNREACHABLE'], ...NONE_READY },
    blocked: [
      'broker/plugin',
      ...BROKER_CHAIN,
      ...clouds('vhost', 'broker-access', 'worker', 'hello')
    ]
  },
  'plugin-off': {
    found: { 'broker/plugin': ['critical', 'MANAGEMENT_UNREACHABLE'], ...NONE_READY },
    blocked: [...BROKER_CHAIN, ...clouds('vhost', 'broker-access', 'worker', 'hello')]
  },
  'admin-lost': {
    found: { 'broker/administrator': ['critical', 'AUTH_REFUSED'], ...NONE_READY },
    blocked: [
      'broker/console-user',
      'broker/guest',
      ...clouds('vhost', 'broker-access', 'worker', 'hello')
    ],
    rehashed: ['medusa-admin']
  },
  'console-user-gone': {
    found: { 'broker/console-user': ['critical', 'AUTH_REFUSED'], ...NONE_READY },
    blocked: clouds('vhost', 'broker-access', 'worker', 'hello'),
    rehashed: ['medusa-console']
  },
  'console-tag-gone': {
    found: { 'broker/console-user': ['critical', 'NOT_PERMITTED'], ...NONE_READY },
    blocked: clouds('vhost', 'broker-access', 'worker', 'hello')
  },
  'guest-back': { found: { 'broker/guest': ['warning', 'AUTH_REFUSED'] }, blocked: [] },
  'disk-key-changed': {
    found: { 'porto/reach': ['critical', 'HOST_KEY_CHANGED'], ...NOT_READY },
    blocked: porto(
      'names',
      'hadoop',
      'hdfs',
      'yarn',
      'python',
      'peers-read',
      'broker-access',
      'voices'
    ).concat(BEHIND_HDFS),
    says: /SHA256:\S{43}.*SHA256:\S{43}/
  },
  'xml-broken': {
    found: { 'porto/hadoop': ['critical', 'BAD_CONFIGURATION'], ...NOT_READY },
    blocked: porto('hdfs', 'yarn').concat(BEHIND_HDFS),
    says: /core-site\.xml:\d+:\d+/
  },
  'safe-mode': {
    found: { 'porto/hdfs': ['critical', 'HDFS_ERROR'], ...NOT_READY },
    blocked: BEHIND_HDFS,
    says: /safe ?mode/
  },
  'datanode-down': {
    // The NameNode itself notices after half a minute, the one who writes at once.
    found: { 'porto/httpfs-proof': ['critical', 'HDFS_ERROR'] },
    blocked: []
  },
  'home-gone': {
    found: { 'porto/home': ['critical', 'HDFS_ERROR'] },
    blocked: porto('httpfs-proof')
  },
  'home-stolen': {
    found: { 'porto/home': ['critical', 'HDFS_ERROR'] },
    blocked: porto('httpfs-proof'),
    says: /somebody-else/
  },
  'httpfs-down': {
    found: { 'porto/httpfs': ['critical', 'CLUSTER_UNREACHABLE'], ...NOT_READY },
    blocked: porto('impersonation', 'httpfs-proof', 'peers', 'worker', 'hello')
  },
  'impersonation-gone': IMPERSONATION,
  'impersonation-host': { ...IMPERSONATION, says: /127\.0\.0\.1/, edited: ['conf/core-site.xml'] },
  'impersonation-lax': {
    found: { 'porto/impersonation': ['warning', 'NOT_PERMITTED'] },
    blocked: []
  },
  'peers-down': { found: { 'porto/peers': ['critical', 'CLUSTER_UNREACHABLE'] }, blocked: [] },
  'peers-writable': {
    found: { 'porto/peers': ['critical', 'NOT_PERMITTED'] },
    blocked: [],
    kept: ['home/.medusa/peers/conf/httpfs-site.xml']
  },
  'vhost-gone': VHOST,
  'user-gone': { ...VHOST, rehashed: ['medusa-porto'] },
  'password-changed': { ...VHOST, rehashed: ['medusa-porto'] },
  'rights-narrow': VHOST,
  'rights-wide': VHOST,
  'stranger-in-vhost': {
    found: { 'porto/vhost': ['warning', 'NOT_PERMITTED'] },
    blocked: [],
    says: /stranger/
  },
  'worker-down': WORKER,
  'worker-changed': { ...WORKER, says: /concurrency/ },
  'worker-old': WORKER
}
