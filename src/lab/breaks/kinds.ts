/** What can be broken in a bare lab that was set up, each in one way. Data only: `medusa lab break --help` shows it. */

export interface Kind {
  readonly scope: 'broker' | 'cloud'
  /** What is done, one sentence. */
  readonly sentence: string
  /** `doctor`: `medusa doctor --fix` mends it. `person`: nobody but `medusa lab mend`, which does what a person would. */
  readonly mendedBy: 'doctor' | 'person'
}

const broker = (sentence: string): Kind & { readonly scope: 'broker' } => ({
  scope: 'broker',
  sentence,
  mendedBy: 'doctor'
})
const cloud = <By extends Kind['mendedBy']>(
  mendedBy: By,
  sentence: string
): Kind & { readonly scope: 'cloud'; readonly mendedBy: By } => ({
  scope: 'cloud',
  sentence,
  mendedBy
})

/** In the order in which set-up comes to them. */
export const breakKinds = {
  'node-down': broker('RabbitMQ is stopped.'),
  'plugin-off': broker('RabbitMQ’s management plugin is disabled.'),
  'admin-lost': broker('Somebody gave set-up’s administrator another password.'),
  'console-user-gone': broker('The console’s user is deleted.'),
  'console-tag-gone': broker('The console’s user loses the tag “monitoring”.'),
  'guest-back': broker('The user guest is there again, an administrator.'),
  'disk-key-changed': cloud('person', 'Its sshd is started again with another host key.'),
  'xml-broken': cloud('person', 'The end of core-site.xml is torn off.'),
  'safe-mode': cloud('person', 'The NameNode enters safe mode.'),
  'datanode-down': cloud('person', 'The DataNode is killed.'),
  'home-gone': cloud('doctor', 'The user’s folder in HDFS is deleted, with all that is in it.'),
  'home-stolen': cloud('person', 'The user’s folder in HDFS belongs to somebody else.'),
  'httpfs-down': cloud('doctor', 'HttpFS is stopped.'),
  'impersonation-gone': cloud(
    'doctor',
    'The entries hadoop.proxyuser are removed, and the NameNode has read that.'
  ),
  'impersonation-host': cloud(
    'doctor',
    'HttpFS may speak for others from 10.9.9.9 only, and the NameNode has read that.'
  ),
  'impersonation-lax': cloud(
    'person',
    'HttpFS may speak for everybody from everywhere (“*”), and the NameNode has read that.'
  ),
  'peers-down': cloud('doctor', 'The second HttpFS, which other clouds read from, is stopped.'),
  'peers-writable': cloud('doctor', 'The second HttpFS is started again, and takes changes, too.'),
  'vhost-gone': cloud('doctor', 'The cloud’s vhost is deleted, with its queues.'),
  'user-gone': cloud('doctor', 'The broker’s user of the worker is deleted.'),
  'password-changed': cloud('doctor', 'The broker’s user of the worker has another password.'),
  'rights-narrow': cloud('doctor', 'The worker’s user has no rights in its vhost.'),
  'rights-wide': cloud('doctor', 'The worker’s user has all rights in its vhost.'),
  'stranger-in-vhost': cloud('person', 'Another user has all rights in the cloud’s vhost.'),
  'worker-down': cloud('doctor', 'The worker is killed.'),
  'worker-changed': cloud('doctor', 'Somebody edited worker.json.'),
  'worker-old': cloud('doctor', 'The folder with the worker’s version is missing.')
} as const satisfies Readonly<Record<string, Kind>>

export type BreakKind = keyof typeof breakKinds
type KindWith<Part> = {
  [Name in BreakKind]: (typeof breakKinds)[Name] extends Part ? Name : never
}[BreakKind]
export type BrokerKind = KindWith<{ readonly scope: 'broker' }>
export type CloudKind = KindWith<{ readonly scope: 'cloud' }>
/** Those that only a person mends. */
export type PersonsKind = KindWith<{ readonly mendedBy: 'person' }>

export const breakKindNames = Object.keys(breakKinds) as readonly BreakKind[]

export const isBreakKind = (name: string): name is BreakKind => Object.hasOwn(breakKinds, name)
export const isPersons = (kind: BreakKind): kind is PersonsKind =>
  breakKinds[kind].mendedBy === 'person'

/** A line a kind. @param which - which of them @default all */
export function breakKindLines(which: (kind: BreakKind) => boolean = () => true): string {
  const width = Math.max(...breakKindNames.map((name) => name.length))
  return breakKindNames
    .filter(which)
    .map((name) => {
      const { scope, sentence } = breakKinds[name]
      return `  ${name.padEnd(width)}  ${scope.padEnd(6)}  ${sentence}`
    })
    .join('\n')
}
