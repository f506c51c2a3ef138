/** What every {@link FileTree} does: the fake, a server of ours, and a real Hadoop over HttpFS and WebHDFS. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FileSystem } from '../../src/engine/ports/file-system.js'
import type { FileTree } from '../../src/engine/ports/file-tree.js'
import type { FileDetails } from '../../src/shared/model/hdfs.js'
import type { ClusterName } from '../../src/shared/model/ids.js'
import { chunks } from './file-system-contract.js'

export interface FileTreeSubject {
  readonly tree: FileTree
  readonly fileSystem: FileSystem
  readonly cluster: ClusterName
  /** Where tests may write, absolute; need not exist. */
  readonly folder: string
  dispose(): Promise<void>
}

export function describeFileTrees(name: string, makeSubject: () => Promise<FileTreeSubject>): void {
  describe(`${name}, as a tree`, () => {
    let subject: FileTreeSubject
    beforeEach(async () => {
      subject = await makeSubject()
    })
    afterEach(async () => {
      await subject.tree.remove(subject.cluster, subject.folder)
      await subject.dispose()
    })
    const at = (path: string): string => `${subject.folder}/${path}`
    const write = (path: string, text: string) =>
      subject.fileSystem.write(subject.cluster, at(path), chunks(text))
    const all = async (path: string): Promise<readonly FileDetails[]> => {
      const found: FileDetails[] = []
      for (let after: string | null = null; ;) {
        const { entries, remaining } = await subject.tree.page(subject.cluster, path, after)
        found.push(...entries)
        if (remaining === 0) return found
        after = entries.at(-1)!.path.split('/').at(-1)!
      }
    }

    test('gives a directory page by page, whatever its names are', async () => {
      const names = ['a b', "it's", '100%', '#1', 'é ü', 'q?x=1&y', '+plus', 'zz;k']
      for (const each of names) await write(`d/${each}`, each)
      await subject.tree.makeDirectory(subject.cluster, at('d/sub dir'))
      const found = await all(at('d'))
      const lines = found.map(({ path, type, length }) => `${path} ${type} ${String(length)}`)
      expect(lines.sort()).toEqual(
        [
          ...names.map((each) => `${at(`d/${each}`)} file ${String(Buffer.byteLength(each))}`),
          `${at('d/sub dir')} directory 0`
        ].sort()
      )
    })

    test('says whose a file is, what may be done with it, and when it was written', async () => {
      await write('x', 'four')
      const details = await subject.tree.details(subject.cluster, at('x'))
      expect(details).toMatchObject({ path: at('x'), type: 'file', length: 4 })
      expect(details?.owner).not.toBe('')
      expect(details?.permission).toMatch(/^[0-7]{3,4}$/)
      expect(details?.replication).toBeGreaterThan(0)
      expect(details?.modifiedAt).toBeGreaterThan(Date.UTC(2020, 0))
      expect(await subject.tree.details(subject.cluster, at('nope'))).toBeNull()
    })

    test('gives of a file the file itself, and says what is missing', async () => {
      await write('x', '1')
      expect((await all(at('x'))).map(({ path }) => path)).toEqual([at('x')])
      await expect(all(at('nope'))).rejects.toMatchObject({
        code: 'HDFS_ERROR',
        message: expect.stringContaining(at('nope')) as string
      })
    })

    test('counts files, directories and bytes', async () => {
      await write('d/x', '1')
      await write('d/sub/y', '22')
      await subject.tree.makeDirectory(subject.cluster, at('d/empty'))
      const count = (path: string) => subject.tree.summary(subject.cluster, at(path))
      expect([await count('d'), await count('d/x')]).toEqual([
        { files: 2, directories: 3, bytes: 3 },
        { files: 1, directories: 0, bytes: 1 }
      ])
      await expect(count('nope')).rejects.toMatchObject({ code: 'HDFS_ERROR' })
    })

    test('makes directories with their parents, also where one is', async () => {
      await subject.tree.makeDirectory(subject.cluster, at('a/b c/é'))
      await subject.tree.makeDirectory(subject.cluster, at('a/b c'))
      const details = await subject.tree.details(subject.cluster, at('a/b c/é'))
      expect(details?.type).toBe('directory')
    })

    test('renames, but not onto what is there', async () => {
      await write('x', 'mine')
      await write('y', 'yours')
      await expect(subject.tree.rename(subject.cluster, at('x'), at('y'))).rejects.toMatchObject({
        code: 'HDFS_ERROR'
      })
      await subject.tree.rename(subject.cluster, at('x'), at('z %'))
      expect((await all(subject.folder)).map(({ path }) => path)).toEqual([at('y'), at('z %')])
    })

    test('removes a directory with everything in it, and says when nothing was there', async () => {
      await write('d/sub/y', '22')
      const remove = (path: string) => subject.tree.remove(subject.cluster, at(path))
      expect([await remove('d'), await remove('d')]).toEqual([true, false])
      expect(await subject.tree.details(subject.cluster, at('d/sub/y'))).toBeNull()
    })

    test('knows only the clusters of its settings', async () => {
      await expect(subject.tree.details('nowhere' as ClusterName, '/')).rejects.toMatchObject({
        code: 'CLUSTER_UNKNOWN'
      })
    })
  })
}
