/**
 * The settings file and what lies beside it: `settings.json`, its versions, damaged ones that were kept.
 *
 * Read by window and command line alike. A file that is damaged is never overwritten unseen: a copy is kept under a name with its
 * date, and the last good version stands in for it. Saving asks for the revision it was made from, under a lock, so that of two
 * programs that save at once one is told that it comes too late.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConsoleError } from '../../../shared/model/errors.js'
import { lineAndColumn } from '../../../shared/model/json-text.js'
import { readSettingsText, type SettingsReading } from '../../protocol/settings/settings-text.js'
import { replaceFile, syncFolder } from './atomic.js'
import { fileError, systemCode } from './errors.js'
import { keepNewest } from './keep-newest.js'
import { takeLock, type HeldLock } from './lock.js'
import { SettingsVersions, type KeptVersion, type VersionAuthor } from './settings-versions.js'

export interface DamagedSettings {
  /** The copy of it; its name has the date of the file. */
  readonly kept: string
  /** When the file was written, milliseconds since 1970. */
  readonly at: number
  /** The first thing that is wrong, and where. */
  readonly why: string
}

export interface SettingsOnDisk {
  readonly file: string
  /** Hash of the file as it is, damaged or not. */
  readonly revision: string
  /** Of a damaged file the last good text, `{}` when there is none. */
  readonly text: string
  readonly reading: SettingsReading
  readonly damaged: DamagedSettings | null
  /** Was there a good copy to stand in? */
  readonly goodCopy: boolean
}

/** Writes a text atomically, mode 0600. The window's goes through electron-store. */
export type WriteSettings = (file: string, text: string) => Promise<void>

export const EMPTY_SETTINGS = '{\n  "version": 1,\n  "environments": {}\n}\n'
/** Above it nothing is read: no settings are as large, and no program shall choke on a wrong file. */
const MAXIMUM_BYTES = 8_000_000
/** Of the damaged ones: an editor that saves as one types leaves one a second. */
const MOST_DAMAGED = 20
const DAMAGED = /^settings\.damaged-.+\.json$/
const SETTLES_MS = 120
const LOCK_TRIES = 60
const LOCK_WAIT_MS = 50

export class SettingsFolder {
  readonly file: string
  readonly versions: SettingsVersions

  constructor(private readonly folder: string) {
    this.file = join(folder, 'settings.json')
    this.versions = new SettingsVersions(join(folder, 'settings.versions'))
  }

  /** @throws ConsoleError `BAD_SETTINGS` when the file is there and cannot be read at all */
  async read(): Promise<SettingsOnDisk> {
    const text = await this.#settledText()
    const revision = revisionOf(text)
    if (text === null) return this.#good(EMPTY_SETTINGS, revision)
    const reading = readSettingsText(text)
    if (reading.settings !== null)
      return { file: this.file, revision, text, reading, damaged: null, goodCopy: true }
    const damaged = await this.#keepDamaged(text, reading)
    const good = await this.#lastGood()
    return { ...this.#good(good ?? EMPTY_SETTINGS, revision), damaged, goodCopy: good !== null }
  }

  /** Text of the file as it is; `null`: there is none. For somebody who wants to mend a damaged one. */
  rawText(): Promise<string | null> {
    return this.#text()
  }

  /**
   * Notices what another program wrote: its state becomes a version.
   *
   * @returns the versions, newest first
   */
  async notice(now: number): Promise<readonly KeptVersion[]> {
    const text = await this.#text()
    const versions = await this.versions.list()
    if (text === null || versions[0]?.text === text || readSettingsText(text).settings === null)
      return versions
    return this.#locked(async () => {
      const [newest] = await this.versions.list()
      if ((await this.#text()) === text && newest?.text !== text)
        await this.versions.add({
          at: now,
          by: 'another program',
          what: newest === undefined ? 'as they were found' : 'changed outside of the console',
          text
        })
      return this.versions.list()
    })
  }

  /** @returns `stale` when the file is not the one of `revision` any more; nothing is written then */
  async save(
    text: string,
    revision: string,
    version: { readonly what: string; readonly by: VersionAuthor; readonly at: number },
    write: WriteSettings
  ): Promise<'saved' | 'stale'> {
    return this.#locked(async () => {
      if (revisionOf(await this.#text()) !== revision) return 'stale'
      try {
        await write(this.file, text)
        await syncFolder(this.folder)
      } catch (cause) {
        throw fileError('saving the settings', this.file, cause)
      }
      await this.versions.add({ ...version, text })
      return 'saved'
    })
  }

  /** An editor that writes in place leaves half a file for a moment: what looks damaged is read once more. */
  async #settledText(): Promise<string | null> {
    const text = await this.#text()
    if (text === null || readSettingsText(text).settings !== null) return text
    await sleep(SETTLES_MS)
    return this.#text()
  }

  #good(text: string, revision: string): SettingsOnDisk {
    const reading = readSettingsText(text)
    return { file: this.file, revision, text, reading, damaged: null, goodCopy: true }
  }

  async #lastGood(): Promise<string | null> {
    const versions = await this.versions.list()
    return versions.find(({ text }) => readSettingsText(text).settings !== null)?.text ?? null
  }

  async #keepDamaged(text: string, reading: SettingsReading): Promise<DamagedSettings> {
    const { mtimeMs } = await stat(this.file)
    const date = new Date(mtimeMs).toISOString().slice(0, 19).replaceAll(':', '-')
    const name = `settings.damaged-${date}-${revisionOf(text).slice(0, 6)}.json`
    const kept = join(this.folder, name)
    const [issue] = reading.issues
    const { line, column } = lineAndColumn(text, issue?.from ?? 0)
    const where = issue?.path.map(String).join('.') ?? ''
    if ((await stat(kept).catch(() => null)) === null) {
      await replaceFile(kept, text, 'durable')
      const all = (await readdir(this.folder)).filter((each) => DAMAGED.test(each))
      await keepNewest(this.folder, all, MOST_DAMAGED, name)
    }
    return {
      kept,
      at: mtimeMs,
      why: `line ${line}, column ${column}: ${where === '' ? '' : `${where}: `}${issue?.message ?? 'not valid'}`
    }
  }

  async #text(): Promise<string | null> {
    try {
      const { size } = await stat(this.file)
      if (size > MAXIMUM_BYTES)
        throw new ConsoleError(
          'BAD_SETTINGS',
          `${this.file} has ${size} bytes: no settings are as large`,
          {
            hint: 'Look what it is, and move it away.'
          }
        )
      return await readFile(this.file, 'utf8')
    } catch (cause) {
      if (systemCode(cause) === 'ENOENT') return null
      if (cause instanceof ConsoleError) throw cause
      throw new ConsoleError(
        'BAD_SETTINGS',
        `${this.file} can't be read: ${String(systemCode(cause))}`,
        {
          cause,
          hint: 'Run this as the user who set it up.'
        }
      )
    }
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw fileError('making the settings folder', this.folder, cause)
    })
    const lock = await this.#lock()
    try {
      return await work()
    } finally {
      await lock.release()
    }
  }

  async #lock(): Promise<HeldLock> {
    for (let attempt = 0; attempt < LOCK_TRIES; attempt++) {
      const taken = await takeLock(join(this.folder, 'settings.lock'))
      if ('release' in taken) return taken
      await sleep(LOCK_WAIT_MS)
    }
    throw new ConsoleError('NOT_AVAILABLE', `another program is saving ${this.file}`, {
      hint: 'Try again in a moment.'
    })
  }
}

/** @param text - `null`: there is no file */
export const revisionOf = (text: string | null): string =>
  text === null ? 'none' : createHash('sha256').update(text).digest('hex').slice(0, 32)
