/** What every {@link FileSystem} does: the fake, a server of ours, and a real Hadoop over HttpFS and WebHDFS. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ClusterName } from '../../src/shared/model/ids.js'
import type { FileSystem } from '../../src/engine/ports/file-system.js'

export interface FileSystemSubject {
  readonly fileSystem: FileSystem
  readonly cluster: ClusterName
  /** Where tests may write, absolute; need not exist. */
  readonly folder: string
  dispose(): Promise<void>
}

/* eslint-disable @typescript-eslint/require-await -- a source is asynchronous by its type */
export async function* chunks(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part)
}
/* eslint-enable @typescript-eslint/require-await */

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')

export function describeFileSystems(
  name: string,
  makeSubject: () => Promise<FileSystemSubject>
): void {
  describe(`${name}, as a file system`, () => {
    let subject: FileSystemSubject
    beforeEach(async () => {
      subject = await makeSubject()
    })
    afterEach(async () => {
      await subject.dispose()
    })

    const at = (path: string): string => `${subject.folder}/${path}`
    const write = (path: string, ...parts: readonly string[]) =>
      subject.fileSystem.write(subject.cluster, at(path), chunks(...parts))
    const read = async (
      path: string
    ): Promise<{ text: string; length: number; sha256: string }> => {
      const taken: Uint8Array[] = []
      const transfer = await subject.fileSystem.read(subject.cluster, at(path), (chunk) => {
        taken.push(Buffer.from(chunk))
        return Promise.resolve()
      })
      return { ...transfer, text: Buffer.concat(taken).toString() }
    }

    test('reads what was written, and says what went through', async () => {
      const written = await write('a b/é#?%.txt', 'one', '', 'two')
      const whole = { length: 6, sha256: sha256('onetwo') }
      expect([written, await read('a b/é#?%.txt')]).toEqual([whole, { ...whole, text: 'onetwo' }])
    })

    test('replaces a file', async () => {
      await write('x', 'a long old content')
      await write('x', 'new')
      expect((await read('x')).text).toBe('new')
    })

    test('writes and reads a file without content', async () => {
      await write('empty')
      expect(await read('empty')).toEqual({ length: 0, sha256: sha256(''), text: '' })
    })

    test('brings some megabytes through, and tells of them on the way', async () => {
      const parts = Array.from({ length: 40 }, (_, index) => String(index % 10).repeat(100_000))
      const told: number[] = []
      const transfer = await subject.fileSystem.write(
        subject.cluster,
        at('large'),
        chunks(...parts),
        { onBytes: (bytes) => told.push(bytes) }
      )
      const content = parts.join('')
      const back = await read('large')
      expect([transfer, told.at(-1), back.sha256]).toEqual([
        { length: content.length, sha256: sha256(content) },
        content.length,
        sha256(content)
      ])
      expect(told).toEqual([...told].sort((left, right) => left - right))
    })

    describe('of a part of a file', () => {
      const part = (path: string, offset: number, length: number) =>
        subject.fileSystem.readRange(subject.cluster, at(path), offset, length)
      const text = async (...range: Parameters<typeof part>): Promise<string> =>
        Buffer.from(await part(...range)).toString()

      test('reads just the bytes that were asked for', async () => {
        await write('a b/é#?%.txt', '0123456789')
        const path = 'a b/é#?%.txt'
        expect(
          await Promise.all([
            text(path, 0, 10),
            text(path, 3, 4),
            text(path, 9, 1),
            text(path, 2, 0)
          ])
        ).toEqual(['0123456789', '3456', '9', ''])
      })

      test('reads some hundred kilobytes from the middle of some megabytes', async () => {
        const content = Array.from({ length: 400_000 }, (_, index) => `${index}\n`).join('')
        await write('large', content)
        expect(sha256(await part('large', 1_234_567, 300_001))).toBe(
          sha256(content.slice(1_234_567, 1_534_568))
        )
      })

      test('does not take less than what was asked for, where the file ends or has ended', async () => {
        await write('x', '0123456789')
        for (const [offset, length] of [
          [0, 11],
          [8, 3],
          [10, 1],
          [11, 1]
        ] as const)
          await expect(part('x', offset, length)).rejects.toMatchObject({ code: 'HDFS_ERROR' })
      })

      test('says what is missing, and stops when its caller gives up', async () => {
        await expect(part('nope', 0, 1)).rejects.toMatchObject({
          code: 'HDFS_ERROR',
          message: expect.stringContaining(at('nope')) as string
        })
        await write('x', 'content')
        const options = { signal: AbortSignal.abort() }
        await expect(
          subject.fileSystem.readRange(subject.cluster, at('x'), 0, 1, options)
        ).rejects.toMatchObject({ code: 'INTERRUPTED' })
      })
    })

    test('knows files, directories and what is not there', async () => {
      await write('d/x', 'four')
      const status = (path: string) => subject.fileSystem.status(subject.cluster, at(path))
      expect([await status('d/x'), await status('d'), await status('d/y')]).toEqual([
        { path: at('d/x'), type: 'file', length: 4 },
        { path: at('d'), type: 'directory', length: 0 },
        null
      ])
    })

    test('lists a directory, not what lies deeper', async () => {
      await write('d/b', '22')
      await write('d/a', '1')
      await write('d/sub/deep', '333')
      const list = await subject.fileSystem.list(subject.cluster, at('d'))
      expect([...list].sort((left, right) => (left.path < right.path ? -1 : 1))).toEqual([
        { path: at('d/a'), type: 'file', length: 1 },
        { path: at('d/b'), type: 'file', length: 2 },
        { path: at('d/sub'), type: 'directory', length: 0 }
      ])
    })

    test('lists a file as itself', async () => {
      await write('x', '1')
      expect(await subject.fileSystem.list(subject.cluster, at('x'))).toEqual([
        { path: at('x'), type: 'file', length: 1 }
      ])
    })

    test('says what is missing when it is listed or read', async () => {
      const missing = {
        code: 'HDFS_ERROR',
        message: expect.stringContaining(at('nope')) as string
      }
      const { fileSystem, cluster } = subject
      await expect(fileSystem.list(cluster, at('nope'))).rejects.toMatchObject(missing)
      await expect(
        fileSystem.read(cluster, at('nope'), () => Promise.resolve())
      ).rejects.toMatchObject(missing)
    })

    test('passes an error of the source or of the sink on as it is', async () => {
      const mine = new Error('my own')
      // eslint-disable-next-line @typescript-eslint/require-await -- a source is asynchronous by its type
      const failing = async function* (): AsyncGenerator<Uint8Array> {
        yield Buffer.from('x')
        throw mine
      }
      const { fileSystem, cluster } = subject
      await expect(fileSystem.write(cluster, at('x'), failing())).rejects.toMatchObject({
        message: expect.stringContaining('my own') as string
      })
      await write('y', 'content')
      await expect(fileSystem.read(cluster, at('y'), () => Promise.reject(mine))).rejects.toBe(mine)
    })

    test('stops when its caller gives up', async () => {
      await write('x', 'content')
      const { fileSystem, cluster } = subject
      const signal = AbortSignal.abort()
      const interrupted = { code: 'INTERRUPTED' }
      await expect(
        fileSystem.read(cluster, at('x'), () => Promise.resolve(), { signal })
      ).rejects.toMatchObject(interrupted)
      await expect(
        fileSystem.write(cluster, at('y'), chunks('x'), { signal })
      ).rejects.toMatchObject(interrupted)
    })

    test('answers a probe', async () => {
      expect(await subject.fileSystem.answers(subject.cluster, 5_000)).toBe(true)
    })

    test('knows only the clusters of its settings', async () => {
      const nowhere = 'nowhere' as ClusterName
      await expect(subject.fileSystem.status(nowhere, '/')).rejects.toMatchObject({
        code: 'CLUSTER_UNKNOWN'
      })
    })
  })
}
