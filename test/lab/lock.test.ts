import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lock } from '../../src/lab/lock.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('one holder at a time, who is named; released, it is free and nothing stays behind', async () => {
  const path = join(folder, 'lab.lock')
  const release = await lock(path)
  await expect(lock(path)).rejects.toMatchObject({
    code: 'LAB_FAILED',
    facts: { pid: process.pid }
  })
  await release()
  await (
    await lock(path)
  )()
  expect(await readdir(folder)).toEqual([])
})

test('takes over the lock of a process that is gone, and of one whose id is used again', async () => {
  const path = join(folder, 'lab.lock')
  for (const stale of ['4194300 1\n', `${process.pid} 1\n`, 'torn']) {
    await writeFile(path, stale)
    await (
      await lock(path)
    )()
  }
  expect(await readdir(folder)).toEqual([])
})

test('of many who find a stale lock, one gets it', async () => {
  const path = join(folder, 'lab.lock')
  await writeFile(path, '4194300 1\n')
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lock(path)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})
