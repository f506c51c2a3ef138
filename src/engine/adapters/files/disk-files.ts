/** Files of the person at the console: what gets uploaded, where results are put. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { Sha256 } from '../../../shared/model/ids.js'
import type { ByteRange, LocalFile, LocalFiles, LocalSink } from '../../ports/system.js'
import { compareBytes } from '../../protocol/tasks/manifest.js'
import { removeIfThere, syncFolder, temporaryName } from './atomic.js'
import { fileError, systemCode } from './errors.js'

const CHUNK_BYTES = 256 * 1024

export class DiskFiles implements LocalFiles {
  async list(path: string): Promise<readonly LocalFile[]> {
    const source = resolve(path)
    try {
      const information = await stat(source)
      if (information.isFile())
        return [{ path: basename(source), source, length: information.size }]
      const files = await this.#below(source, '')
      return files.sort((left, right) => compareBytes(left.path, right.path))
    } catch (thrown) {
      throw fileError(`listing ${JSON.stringify(path)}`, source, thrown)
    }
  }

  async *read(source: string, range?: ByteRange): AsyncIterable<Uint8Array> {
    // Node's `end` is inclusive, so no stream can be empty.
    if (range !== undefined && range.to <= range.from) return
    const part = range === undefined ? {} : { start: range.from, end: range.to - 1 }
    try {
      for await (const chunk of createReadStream(source, { highWaterMark: CHUNK_BYTES, ...part }))
        yield chunk as Uint8Array
    } catch (thrown) {
      throw fileError('reading a file', source, thrown)
    }
  }

  async digest(source: string, range?: ByteRange): Promise<Sha256> {
    const hash = createHash('sha256')
    let length = 0
    for await (const chunk of this.read(source, range)) {
      hash.update(chunk)
      length += chunk.length
    }
    if (range !== undefined && length !== range.to - range.from)
      throw new ConsoleError(
        'INPUT_CHANGED',
        `${source} ends at byte ${String(range.from + length)}, before it had ${String(range.to)}`,
        { hint: 'Leave the files alone while a run begins, and start it again.' }
      )
    return hash.digest('hex') as Sha256
  }

  async exists(path: string): Promise<boolean> {
    return stat(path).then(
      () => true,
      (thrown: unknown) => {
        const code = systemCode(thrown)
        if (code === 'ENOENT' || code === 'ENOTDIR') return false
        throw fileError('looking for a file', path, thrown)
      }
    )
  }

  async write(path: string): Promise<LocalSink> {
    const target = resolve(path)
    try {
      await mkdir(dirname(target), { recursive: true })
      const temporary = temporaryName(target)
      return new DiskSink(target, temporary, await open(temporary, 'wx'))
    } catch (thrown) {
      throw fileError('writing a file', target, thrown)
    }
  }

  async #below(folder: string, prefix: string): Promise<LocalFile[]> {
    const found: LocalFile[] = []
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const { name } = entry
      if (name.startsWith('.') || name.startsWith('_')) continue
      const source = join(folder, name)
      // A link to a file is uploaded as that file; a link to a folder is not followed, for it may lead in circles.
      const information = entry.isDirectory() ? null : await stat(source)
      if (information === null) found.push(...(await this.#below(source, `${prefix}${name}/`)))
      else if (information.isFile())
        found.push({ path: prefix + name, source, length: information.size })
    }
    return found
  }
}

class DiskSink implements LocalSink {
  readonly #hash = createHash('sha256')
  #open = true

  constructor(
    private readonly target: string,
    private readonly temporary: string,
    private readonly file: FileHandle
  ) {}

  async write(chunk: Uint8Array): Promise<void> {
    if (!this.#open) throw new ConsoleError('INTERNAL', `${this.target} has been finished already`)
    try {
      this.#hash.update(chunk)
      for (let done = 0; done < chunk.length;)
        done += (await this.file.write(chunk, done)).bytesWritten
    } catch (thrown) {
      throw fileError('writing a file', this.target, thrown)
    }
  }

  digest(): Sha256 {
    return this.#hash.copy().digest('hex') as Sha256
  }

  async commit(): Promise<void> {
    if (!this.#open) throw new ConsoleError('INTERNAL', `${this.target} has been finished already`)
    this.#open = false
    try {
      await this.file.sync()
      await this.file.close()
      await rename(this.temporary, this.target)
      await syncFolder(dirname(this.target))
    } catch (thrown) {
      await removeIfThere(this.temporary)
      throw fileError('writing a file', this.target, thrown)
    }
  }

  async discard(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    await this.file.close()
    await removeIfThere(this.temporary)
  }
}
