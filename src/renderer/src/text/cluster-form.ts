/** English of the form for a cluster: its fields, what is wrong with them, how it is reached over ssh. */
import type { HopField, PlainField } from '../features/clusters/form/cluster-values.js'

export interface FieldText {
  readonly label: string
  readonly hint?: string
  /** What is right, when it is wrong. */
  readonly rule: string
}

export const plainFieldText: Readonly<Record<PlainField, FieldText>> = {
  name: {
    label: 'Name',
    hint: 'a–z, 0–9 and “-”; names queue and vhost',
    rule: 'Small letters, digits and “-”, at most 80; begins with a letter or digit.'
  },
  address: { label: 'Address', hint: 'Host name or IP', rule: 'A host name or an IP address.' },
  vhost: {
    label: 'Vhost',
    hint: 'On the broker, for this cluster alone',
    rule: 'The name of a vhost.'
  },
  queue: { label: 'Queue', hint: 'Its worker reads it', rule: 'The name of a queue.' },
  httpfs: {
    label: 'HttpFS',
    hint: 'Up to /webhdfs/v1; “none” where there is none',
    rule: 'Begins with http:// or https://, for example http://HOST:14000/webhdfs/v1; “none” where there is none.'
  },
  webhdfs: {
    label: 'WebHDFS',
    hint: 'The NameNode, up to /webhdfs/v1',
    rule: 'Begins with http:// or https://, for example http://HOST:9870/webhdfs/v1.'
  },
  peers: {
    label: 'For other clusters',
    hint: 'Where they read from; empty: HttpFS',
    rule: 'Begins with http:// or https://, for example http://HOST:14001/webhdfs/v1, or empty.'
  },
  yarn: {
    label: 'YARN',
    hint: 'The ResourceManager',
    rule: 'Begins with http:// or https://, for example http://HOST:8088.'
  },
  workFolder: {
    label: 'Work folder',
    hint: 'In HDFS; runs keep everything below it',
    rule: 'A path in HDFS that begins with “/”.'
  },
  user: { label: 'HDFS user', hint: 'Whose files they are', rule: 'The name of an HDFS user.' },
  localhome: { label: 'localhome', rule: 'A path on the cluster, or empty.' },
  hadoophome: { label: 'hadoophome', rule: 'A path on the cluster, or empty.' },
  javahome: { label: 'javahome', rule: 'A path on the cluster, or empty.' },
  hadoopmanager: { label: 'hadoopmanager', rule: 'A host name, or empty.' },
  namenode: { label: 'namenode', rule: 'For example hdfs://HOST:9000, or empty.' }
}

/** Of the way over ssh, also of each jump host. */
export const hopFieldText: Readonly<Record<HopField, FieldText>> = {
  host: { label: 'Host', rule: 'A host name or an IP address.' },
  port: { label: 'Port', rule: 'A whole number from 1 to 65535.' },
  user: { label: 'User', rule: 'The name to log in with.' },
  identityFile: {
    label: 'Key file',
    hint: 'Empty: the ssh agent. A key with a passphrase only works through the agent',
    rule: 'The path of a private key, or empty for the ssh agent.'
  },
  hostKey: {
    label: 'Host key',
    hint: 'Its SHA-256 fingerprint; Test asks the host for it',
    rule: 'Not known yet: press Test, and the host is asked. Or paste it: SHA256: and 43 characters.'
  },
  hostKeyType: {
    label: 'Kind of key',
    rule: 'It is said to be of a kind that ssh does not know: type the fingerprint anew.'
  }
}

/** What of a name is not allowed. */
export const nameFaultText = {
  taken: (name: string) => `There is a cluster “${name}” already: choose another name.`,
  long: (length: number, most: number) =>
    `${String(length)} characters, at most ${String(most)} are allowed.`,
  begin: 'Begins with a letter or digit.',
  wrong: (what: string) => `${what} is not allowed: small letters, digits and “-” are.`,
  space: 'A space',
  blank: 'A line break or tab',
  large: (letter: string) => `The large letter “${letter}”`,
  letter: (letter: string) => `“${letter}”`
}

export const clusterFormText = {
  add: 'Add a cluster',
  edit: (cluster: string) => `Edit ${cluster}`,
  added: (cluster: string, environment: string) => `${cluster} is added to ${environment}`,
  saved: (cluster: string) => `${cluster} is saved`,
  /** Stand with the version of the settings. */
  whatAdded: (cluster: string, environment: string) => `added cluster ${cluster} to ${environment}`,
  whatChanged: (cluster: string, environment: string) =>
    `changed cluster ${cluster} of ${environment}`,
  discardTitle: 'Discard what was typed',
  discardText: 'What was typed here and not saved goes. The settings stay as they are.',
  discardButton: 'Discard',
  elsewhere: (environment: string) => `“${environment}” is not an environment of the settings`,
  elsewhereText:
    'The lab writes its clusters itself, each time it starts. Clusters of your own belong to an environment of the settings: choose or make one there.',
  openSettings: 'Open settings',
  cluster: 'Cluster',
  clusterNote: (environment: string) => `in ${environment}`,
  hadoop: 'Hadoop',
  hadoopNote: 'empty fields take what stands in them in grey',
  broker: 'Broker',
  old: 'Names of Medusa 1',
  oldNote: 'kept for its job files',
  wrong: (fields: number) =>
    `${fields === 1 ? '1 field needs' : `${String(fields)} fields need`} another look`,
  fromDraft: 'Kept from before, not saved yet',
  changed: 'Not saved yet; kept if you leave',
  discard: 'Discard…',
  back: 'Back',
  saveNew: 'Add cluster',
  save: 'Save cluster',
  withoutField: 'Something is wrong that has no field here',
  withoutFieldRemedy: 'Mend it in the text of the settings; what you typed here is kept.',
  thisCluster: 'this cluster',
  otherPart: 'Another part of the settings is wrong',
  otherPartRemedy: 'Mend it in the settings first; what you typed here is kept.',
  nameKept: 'Kept: queue, vhost and key are named after it',
  staleHint:
    'what you typed is still here and was put onto the new settings: look once more, then save again',
  newer: 'the settings were written by a newer version of this program',
  newerHint: 'use that version to change them'
}

export const workerKeyText = {
  label: 'Key of the worker',
  rule: '64 digits 0–9 and a–f, as the worker has them.',
  placeholder: '64 digits 0–9 and a–f',
  missing: 'Not known yet: Set-up makes one with the worker, or paste the one it has',
  known: {
    keyring: 'It is in the keyring; leave empty to keep it',
    file: 'It is in the secrets file; leave empty to keep it',
    session: 'It is known for this session only; leave empty to keep it'
  }
}

export const sshFormText = {
  title: 'Secure shell',
  used: 'terminal, log and set-up go over it',
  unused: 'not used',
  take: 'Take from ~/.ssh/config…',
  reached: 'The host can be reached over ssh',
  jump: (number: number) => `Jump host ${String(number)}`,
  firstJump: (number: number) => `Jump host ${String(number)}, reached from here`,
  removeJump: (number: number) => `Remove jump host ${String(number)}`,
  addJump: 'Jump host',
  agent: 'the ssh agent'
}

/** The choice of a host of the ssh configuration. */
export const sshHostsText = {
  title: 'Hosts of ~/.ssh/config',
  none: 'No host is named there',
  noFile: 'There is no ~/.ssh/config',
  noneText:
    'Hosts stand in it as “Host NAME”; patterns like “Host *” name none. Enter the host by hand instead.',
  readOnly: 'It is read, never written to.',
  filter: 'Filter hosts',
  placeholder: 'Name or host',
  through: (address: string, jumps: readonly string[]) => `${address}, through ${jumps.join(', ')}`,
  noFit: (filter: string) => `No host fits “${filter}”.`
}
