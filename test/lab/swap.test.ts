import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fakeNameNode, type FakeNameNode } from './name-node.js'

const program = resolve(import.meta.dirname, '../../resources/lab/libexec/swap.py')
const user = userInfo().username
const runs = `/user/${user}/medusa/runs`
let nameNode: FakeNameNode

beforeEach(async () => {
  nameNode = await fakeNameNode()
})
afterEach(() => nameNode.close())

function put(content: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(content)) nameNode.files.set(path, Buffer.from(text))
}

/** Runs it before a job with these arguments. @returns the paths of files that are others now */
async function swap(...args: readonly string[]): Promise<readonly string[]> {
  const before = new Map(nameNode.files)
  await promisify(execFile)('python3', ['-B', program, 'porto', nameNode.webhdfs, ...args], {
    env: { PATH: process.env['PATH'], LOGNAME: user }
  })
  expect([...nameNode.files.keys()].sort()).toEqual([...before.keys()].sort())
  return [...nameNode.files]
    .filter(([path, content]) => {
      const old = before.get(path) ?? Buffer.alloc(0)
      const different = [...old.keys()].filter((index) => old[index] !== content[index])
      expect(content).toHaveLength(old.length)
      expect(different.length).toBeLessThanOrEqual(1)
      return different.length === 1
    })
    .map(([path]) => path)
}

test("alters one byte of one file of a run's own input, the same file each time", async () => {
  put({
    [`${runs}/r-1/in/a b%20.txt`]: 'first',
    [`${runs}/r-1/in/deep/ção.txt`]: 'second',
    [`${runs}/r-1/in/_SUCCESS`]: 'hidden',
    [`${runs}/r-1/in/empty`]: '',
    [`${runs}/r-1/other.txt`]: 'no input of this job'
  })
  const args = ['x.jar', 'wordcount', `${runs}/r-1/in`, `${runs}/r-1/count/a-1`]
  const [altered, ...more] = await swap(...args)
  expect(altered).toMatch(/\/in\/(a b%20|deep\/ção)\.txt$/)
  expect(more).toEqual([])
  expect(await swap(...args)).toEqual([altered])
})

test.each([
  ['of a job that reads', ['x.jar', 'wordcount', '/data', `${runs}/r-1/out`]],
  ['beside the folder', ['x.jar', `${runs}/../data`, `${runs}-2`, runs, `${runs}/r-1/out`]],
  ['of a streaming job', ['s.jar', '-input', '/data', '-output', `${runs}/r-1/out`]]
])('never touches original data %s', async (_, args) => {
  put({
    '/data/x': 'original',
    [`/user/${user}/medusa/data/x`]: 'original',
    [`${runs}-2/x`]: 'original',
    [`${runs}/r-1/files/mapper.py`]: 'no input'
  })
  expect(await swap(...args)).toEqual([])
})

test('of a streaming job it takes the inputs, not what is shipped with it or written by it', async () => {
  put({
    [`${runs}/r-1/files/mapper.py`]: 'code',
    [`${runs}/r-1/in/x`]: 'input',
    [`${runs}/r-1/out/part-00000`]: 'there already'
  })
  const files = ['-files', `hdfs://127.0.1.1:9000${runs}/r-1/files/mapper.py`]
  const streaming = ['-input', `/none,hdfs://127.0.1.1:9000${runs}/r-1/in`, '-mapper', 'mapper.py']
  const output = ['-output', `${runs}/r-1/out`]
  expect(await swap('s.jar', ...files, ...streaming, ...output)).toEqual([`${runs}/r-1/in/x`])
  expect(await swap('x.jar', 'main', ...files, `${runs}/r-1/in`, `${runs}/r-1/out`)).toEqual([
    `${runs}/r-1/in/x`
  ])
})
