/**
 * Where things lie on this machine: the state root, the cache root, and the folders of one lab.
 *
 * The bootstrap scripts (`scripts/`) follow the same rule for the cache, so that what they download is found here.
 */
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

export interface Surroundings {
  readonly uid: number
  readonly home: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** This process: its user, home and environment variables. */
export function surroundings(): Surroundings {
  return { uid: process.getuid?.() ?? -1, home: homedir(), environment: process.env }
}

/** `/var/lib/medusa` for root, else `$XDG_STATE_HOME/medusa` or `~/.local/state/medusa`. */
export function stateRoot(at: Surroundings = surroundings()): string {
  if (at.uid === 0) return '/var/lib/medusa'
  return join(at.environment['XDG_STATE_HOME'] || join(at.home, '.local/state'), 'medusa')
}

/** `$MEDUSA_CACHE`; else `/var/cache/medusa` for root, `$XDG_CACHE_HOME/medusa` or `~/.cache/medusa` for anybody else. */
export function cacheRoot(at: Surroundings = surroundings()): string {
  const chosen = at.environment['MEDUSA_CACHE']
  if (chosen !== undefined && chosen !== '') return resolve(chosen)
  if (at.uid === 0) return '/var/cache/medusa'
  return join(at.environment['XDG_CACHE_HOME'] || join(at.home, '.cache'), 'medusa')
}

/** The lab's folder below a state root. */
export const labFolder = (state: string): string => join(resolve(state), 'lab')

/** What a command has to be given to mean the lab in `folder`: nothing, or ` --state DIR`. */
export const stateOption = (folder: string, at: Surroundings = surroundings()): string =>
  dirname(folder) === stateRoot(at) ? '' : ` --state ${dirname(folder)}`

/** The Hadoop release the lab runs; 3.4.0, 3.4.1 and 3.4.3 are incomplete on Maven Central. */
export const HADOOP_VERSION = '3.4.2'

/** The folder in the cache with `lib/*.jar` of Hadoop. */
export const hadoopFolder = (cache: string): string => join(cache, `hadoop-${HADOOP_VERSION}`)

/** Files directly in the lab's folder. */
export const labFile = {
  lock: (folder: string) => `${folder}.lock`,
  record: (folder: string) => join(folder, 'lab.json'),
  environment: (folder: string) => join(folder, 'environment.json'),
  /** Of a bare lab, instead of `environment`. */
  site: (folder: string) => join(folder, 'site.json'),
  secrets: (folder: string) => join(folder, 'secrets.json'),
  passwords: (folder: string) => join(folder, 'passwords.json'),
  consoleKey: (folder: string) => join(folder, 'console-key'),
  jars: (folder: string) => join(folder, 'jars'),
  broker: (folder: string) => join(folder, 'broker'),
  cloud: (folder: string, name: string) => join(folder, 'clouds', name)
} as const
