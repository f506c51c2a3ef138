/** The local disk in memory. Paths are as given; folders exist when something lies below them. */
import { createHash } from 'node:crypto'
import { ConsoleError } from '../../src/shared/model/errors.js'
import type { Sha256 } from '../../src/shared/model/ids.js'
import type { ByteRange, LocalFile, LocalFiles, LocalSink } from '../../src/engine/ports/system.js'
import { compareBytes } from '../../src/engine/protocol/tasks/manifest.js'

export class MemoryFiles implements LocalFiles {
  readonly #files = new Map<string, Uint8Array>()

  put(path: string, content: string | Uint8Array): void {
    this.#files.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content)
  }

  get(path: string): Uint8Array | undefined {
    return this.#files.get(path)
  }

  list(path: string): Promise<readonly LocalFile[]> {
    const single = this.#files.get(path)
    if (single !== undefined)
      return Promise.resolve([
        { path: path.split('/').at(-1) ?? path, source: path, length: single.length }
      ])
    const folder = `${path.replace(/\/+$/, '')}/`
    const found = [...this.#files].flatMap(([source, { length }]) => {
      const name = source.startsWith(folder) ? source.slice(folder.length) : ''
      const hidden = name.split('/').some((part) => part.startsWith('.') || part.startsWith('_'))
      return name === '' || hidden ? [] : [{ path: name, source, length }]
    })
    if (found.length === 0)
      return Promise.reject(new ConsoleError('FILE_MISSING', `${path} does not exist`))
    return Promise.resolve(found.sort((left, right) => compareBytes(left.path, right.path)))
  }

  async *read(source: string, range?: ByteRange): AsyncIterable<Uint8Array> {
    await Promise.resolve()
    const content = this.#content(source)
    yield range === undefined ? content : content.subarray(range.from, range.to)
  }

  digest(source: string, range?: ByteRange): Promise<Sha256> {
    return Promise.resolve().then(() => {
      const content = this.#content(source)
      if (range === undefined) return sha256(content)
      if (range.to > content.length)
        throw new ConsoleError('INPUT_CHANGED', `${source} has become shorter`)
      return sha256(content.subarray(range.from, range.to))
    })
  }

  exists(path: string): Promise<boolean> {
    const folder = `${path.replace(/\/+$/, '')}/`
    return Promise.resolve(
      [...this.#files.keys()].some((name) => name === path || name.startsWith(folder))
    )
  }

  write(path: string): Promise<LocalSink> {
    const chunks: Uint8Array[] = []
    return Promise.resolve({
      write: (chunk: Uint8Array) => {
        chunks.push(Uint8Array.from(chunk))
        return Promise.resolve()
      },
      digest: () => sha256(Buffer.concat(chunks)),
      commit: () => {
        this.#files.set(path, Buffer.concat(chunks))
        return Promise.resolve()
      },
      discard: () => Promise.resolve()
    })
  }

  #content(source: string): Uint8Array {
    const content = this.#files.get(source)
    if (content === undefined) throw new ConsoleError('FILE_MISSING', `${source} does not exist`)
    return content
  }
}

const sha256 = (content: Uint8Array): Sha256 =>
  createHash('sha256').update(content).digest('hex') as Sha256
