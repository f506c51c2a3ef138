/**
 * A cluster as a form holds it: every field a text as it was typed, also a wrong one. What is left empty is derived from the rest.
 *
 * No secret is in here: what is typed is kept on disk until it is saved.
 */

export const hopFields = ['host', 'port', 'user', 'identityFile', 'hostKey', 'hostKeyType'] as const
/** Those that are typed; of which kind a key is comes with the key. */
export const typedHopFields = ['host', 'port', 'user', 'identityFile', 'hostKey'] as const
export type HopField = (typeof hopFields)[number]
export type HopValues = Record<HopField, string>

export const plainFields = [
  'name',
  'address',
  'vhost',
  'queue',
  'httpfs',
  'webhdfs',
  'peers',
  'yarn',
  'workFolder',
  'user',
  'localhome',
  'hadoophome',
  'javahome',
  'hadoopmanager',
  'namenode'
] as const
export type PlainField = (typeof plainFields)[number]

export interface ClusterValues {
  plain: Record<PlainField, string>
  /** Is it reached by ssh at all? */
  bySsh: boolean
  ssh: HopValues
  jump: HopValues[]
}

/** Typed where there is none: an empty field would be derived. */
export const NONE = 'none'

const noPlain = (): Record<PlainField, string> =>
  Object.fromEntries(plainFields.map((field) => [field, ''])) as Record<PlainField, string>
export const noHop = (): HopValues =>
  Object.fromEntries(hopFields.map((field) => [field, ''])) as HopValues

export const noValues = (): ClusterValues => ({
  plain: noPlain(),
  bySsh: true,
  ssh: noHop(),
  jump: []
})

type Json = Readonly<Record<string, unknown>>
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {}

/** @param cluster - of the settings, or a draft that was kept; whatever it is, a form comes out */
export function valuesOf(cluster: Json): ClusterValues {
  const ssh = objectOf(cluster['ssh'])
  const jump: unknown = ssh['jump']
  const hop = (raw: Json): HopValues => ({
    ...noHop(),
    ...Object.fromEntries(hopFields.map((field) => [field, textOf(raw[field])]))
  })
  const plain = {
    ...noPlain(),
    ...Object.fromEntries(plainFields.map((field) => [field, textOf(cluster[field])]))
  }
  return {
    // Otherwise the address that is derived would come back with the next saving.
    plain: { ...plain, httpfs: cluster['httpfs'] === undefined ? NONE : plain.httpfs },
    bySsh: cluster['ssh'] !== undefined,
    ssh: hop(ssh),
    jump: Array.isArray(jump) ? jump.map((each) => hop(objectOf(each))) : []
  }
}

/** What an empty field means. Ports are the usual ones of Hadoop 3. */
export function derivedFields({
  plain,
  bySsh,
  ssh
}: ClusterValues): Partial<Record<PlainField, string>> {
  const name = plain.name.trim()
  const host = plain.address.trim() || (bySsh ? ssh.host.trim() : '')
  const user = plain.user.trim() || (bySsh ? ssh.user.trim() : '')
  const at = bracketed(host)
  return {
    ...(plain.address.trim() === '' && host !== '' ? { address: host } : {}),
    ...(name === '' ? {} : { vhost: `medusa-${name}`, queue: `medusa.${name}` }),
    ...(host === ''
      ? {}
      : {
          httpfs: `http://${at}:14000/webhdfs/v1`,
          webhdfs: `http://${at}:9870/webhdfs/v1`,
          yarn: `http://${at}:8088`
        }),
    ...(user === '' ? {} : { user, workFolder: `/user/${user}/medusa` })
  }
}

/** An IPv6 address stands in brackets in a URL. */
const bracketed = (host: string): string =>
  host.includes(':') && !host.startsWith('[') ? `[${host}]` : host

/** What an empty field of the way means. */
export const derivedHop = ({ plain }: ClusterValues): Partial<HopValues> => ({
  port: '22',
  ...(plain.address.trim() === '' ? {} : { host: plain.address.trim() })
})

/**
 * The cluster as it would stand in the settings; what is wrong is left in, for the check to name it.
 *
 * @param former - what stands there now: keys that the form does not know are kept
 */
export function clusterOf(values: ClusterValues, former: Json = {}): Json {
  const fallback = derivedFields(values)
  const kept = Object.entries(former).filter(
    ([key]) => key !== 'ssh' && !plainFields.some((field) => field === key)
  )
  const plain = plainFields.flatMap((field) => {
    const typed = values.plain[field].trim()
    const value = typed === '' ? (fallback[field] ?? '') : typed
    return value === '' || value === NONE ? [] : [[field, value] as const]
  })
  const hops = derivedHop(values)
  const ssh = {
    ...hopOf(values.ssh, hops),
    ...(values.jump.length === 0
      ? {}
      : { jump: values.jump.map((hop) => hopOf(hop, { port: '22' })) })
  }
  return Object.fromEntries([...plain, ...(values.bySsh ? [['ssh', ssh] as const] : []), ...kept])
}

function hopOf(hop: HopValues, fallback: Partial<HopValues>): Json {
  return Object.fromEntries(
    hopFields.flatMap((field) => {
      const typed = hop[field].trim() || (fallback[field] ?? '')
      if (typed === '') return []
      // What is no number stays a text, and the check says so.
      return [[field, field === 'port' && /^\d+$/.test(typed) ? Number(typed) : typed]]
    })
  )
}
