/** Host and port of a Hadoop service, each with where it is from. */
import { isLoopback, isWildcard } from './ip-address.js'
import { badValue, type Origin, type Stated } from './site-values.js'

export interface Endpoint {
  readonly scheme: 'hdfs' | 'http' | 'https'
  /** Never a wildcard. A loopback only when it was configured: it is reached from that machine alone. */
  readonly host: string
  readonly port: number
  readonly hostFrom: Origin
  readonly portFrom: Origin
}

/** `scheme://host:port`, without anything behind. */
export const urlOf = ({ scheme, host, port }: Endpoint): string =>
  `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`

/** Who stands in for a wildcard. */
export interface StandIn {
  readonly host: string
  readonly machine: 'name-node' | 'this'
}

/**
 * @param stated - `host:port`, `host`, `[IPv6]:port`, or the same behind `scheme://`
 * @param portDefault - for a `stated` without port
 * @throws ConsoleError `BAD_CONFIGURATION`
 */
export function endpoint(
  scheme: Endpoint['scheme'],
  stated: Stated,
  portDefault: { readonly port: number; readonly property: string },
  standIn: StandIn
): Endpoint {
  const { value, from } = stated
  const authority = value.slice(value.includes('://') ? value.indexOf('://') + 3 : 0).split('/')[0]
  const [, bracketed, plain, digits] =
    /^(?:\[([0-9A-Fa-f:.]+)\]|([\w.*-]*))(?::(\d{1,5}))?$/.exec(authority ?? '') ?? []
  const host = bracketed ?? plain
  const port = digits === undefined ? portDefault.port : Number(digits)
  if (host === undefined || port < 1 || port > 65535)
    throw badValue(stated, 'no address of the form host:port', 'write it as host:port')
  const wildcard = isWildcard(host)
  return {
    scheme,
    host: wildcard ? standIn.host : host,
    port,
    hostFrom: wildcard ? { type: 'stand-in', machine: standIn.machine, of: from } : from,
    portFrom: digits === undefined ? { type: 'default', property: portDefault.property } : from
  }
}

/** @throws ConsoleError `BAD_CONFIGURATION` */
export function portOf(stated: Stated): number {
  const port = /^\d{1,5}$/.test(stated.value) ? Number(stated.value) : 0
  if (port >= 1 && port <= 65535) return port
  throw badValue(stated, 'no port', 'write a number from 1 to 65535')
}

/** The NameNode's own web server listens where its RPC does, unless that name means nothing elsewhere. */
export const standInFor = (rpc: Endpoint | null, thisMachine: string): StandIn =>
  rpc === null || isLoopback(rpc.host) || rpc.hostFrom.type === 'stand-in'
    ? { host: thisMachine, machine: 'this' }
    : { host: rpc.host, machine: 'name-node' }
