/** Notices ports somebody else holds before anything is started, and says who. */
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { ConsoleError } from '../shared/model/errors.js'
import { hasCode } from './owned-files.js'
import { labOf } from './processes.js'
import { readRecord } from './record.js'

export interface Place {
  readonly address: string
  readonly port: number
  /** For the message, for example `nameNodeHttp of porto`. */
  readonly what: string
}

/** @throws ConsoleError `PORT_IN_USE` naming address, port, what for, and the process that holds it when /proc shows it */
export async function assertPortsFree(places: readonly Place[]): Promise<void> {
  const free = await Promise.all(
    places.map(async (place) => ({ place, free: await isFree(place) }))
  )
  const taken = free.filter((found) => !found.free).map((found) => found.place)
  const [first] = taken
  if (first === undefined) return
  const holder = await holderOf(first)
  const others = taken.length === 1 ? '' : ` (and ${taken.length - 1} more)`
  throw new ConsoleError(
    'PORT_IN_USE',
    `port ${first.port} at ${first.address} is in use${holder === null ? '' : ` by ${holder.program} (pid ${holder.pid})`}, the lab needs it for ${first.what}${others}`,
    {
      hint: await remedy(first, holder),
      facts: { address: first.address, port: first.port, pid: holder?.pid ?? null }
    }
  )
}

/** In one line: the window takes several for the end of a log. */
async function remedy({ port }: Place, holder: Holder | null): Promise<string> {
  if (holder === null)
    return `Stop what listens there; find it with: ss -ltnp 'sport = :${String(port)}'`
  if (holder.lab === null)
    return `Stop process ${String(holder.pid)} (${holder.program}), then try again.`
  const other = await readRecord(holder.lab)
  const base = other === null ? 'N' : String(other.base + other.clouds + 1)
  return `It belongs to the lab in ${holder.lab}. Take that one down with "npx medusa lab down --state ${dirname(holder.lab)}", or start this one at other addresses with "--base ${base}".`
}

async function isFree(place: Place): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => {
      if (hasCode(error, 'EADDRINUSE')) resolve(false)
      else reject(error)
    })
    server.listen({ host: place.address, port: place.port, exclusive: true }, () =>
      server.close(() => resolve(true))
    )
  })
}

export interface Listener {
  /** Dotted quad; `0.0.0.0` also for a wildcard of IPv6. */
  readonly address: string
  readonly port: number
  readonly inode: string
}

/** Reads `/proc/net/tcp` or `/proc/net/tcp6`: what listens (state `0A`). Addresses stand there as hexadecimal words in the machine's byte order. */
export function parseListeners(table: string): readonly Listener[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A')
    .flatMap((fields) => {
      const [address, port] = fields[1]?.split(':') ?? []
      const inode = fields[9]
      return address === undefined || port === undefined || inode === undefined
        ? []
        : [{ address: dottedQuad(address), port: Number.parseInt(port, 16), inode }]
    })
}

const dottedQuad = (hexadecimal: string): string =>
  (hexadecimal.slice(-8).match(/../g) ?? [])
    .map((byte) => Number.parseInt(byte, 16))
    .reverse()
    .join('.')

export interface Holder {
  readonly pid: number
  readonly program: string
  /** Folder of the lab it belongs to; `null`: it is none of a lab, or does not show it. */
  readonly lab: string | null
}

/** The process that listens at a place, if this user may see it. */
export async function holderOf(place: Pick<Place, 'address' | 'port'>): Promise<Holder | null> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => ''))
  )
  const inodes = new Set(
    tables
      .flatMap(parseListeners)
      .filter(
        (listener) =>
          listener.port === place.port && ['0.0.0.0', place.address].includes(listener.address)
      )
      .map((listener) => `socket:[${listener.inode}]`)
  )
  if (inodes.size === 0) return null
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
    const targets = await Promise.all(
      descriptors.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => ''))
    )
    if (targets.some((target) => inodes.has(target)))
      return {
        pid: Number(pid),
        program: (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'unknown')).trim(),
        lab: await labOf(Number(pid))
      }
  }
  return null
}
