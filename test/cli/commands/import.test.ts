import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { main } from '../../../src/cli/program.js'
import { jobFileSchema } from '../../../src/shared/model/job.js'

let folder: string
let told: { readonly stdout: string[]; readonly stderr: string[] }
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-import-'))
  told = { stdout: [], stderr: [] }
  for (const stream of ['stdout', 'stderr'] as const)
    vi.spyOn(process[stream], 'write').mockImplementation(
      (text) => told[stream].push(String(text)) > 0
    )
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

const put = async (content: string | Uint8Array): Promise<string> => {
  const file = join(folder, 'words.xml')
  await writeFile(file, content)
  return file
}
const XML = `<data><job><command>/opt/hadoop jar /opt/count.jar /in /out</command>
  <input>/in</input><output>/out</output></job></data>`
const job = {
  name: 'words',
  faults: 1,
  jobs: [
    {
      id: 'job-1',
      jar: { path: 'count.jar', args: ['{input}', '{output}'] },
      inputs: [{ hdfs: '/in' }]
    }
  ],
  output: '/out'
}

test('prints the job file on stdout and says the rest on stderr', async () => {
  expect(await main(['import', await put(XML)])).toBe(0)
  const read: unknown = parse(told.stdout.join(''))
  expect(read).toEqual(job)
  expect(jobFileSchema.safeParse(read).success).toBe(true)
  expect(told.stderr.join('')).toMatch(
    /^medusa: job-1: put count\.jar beside .*\/opt\/count\.jar\n$/
  )
})

test('writes a new file, and never over another', async () => {
  const file = await put(XML)
  const target = join(folder, 'job.yaml')
  expect(await main(['import', file, '--output', target])).toBe(0)
  expect(told.stdout).toEqual([])
  const written = await readFile(target, 'utf8')
  expect(parse(written)).toEqual(job)
  expect(await main(['import', file, '--output', target])).toBe(2)
  expect(told.stderr.join('')).toMatch(/can't be written: EEXIST/)
  expect(await readFile(target, 'utf8')).toBe(written)
})

test('with --json prints one object and nothing else', async () => {
  expect(await main(['import', await put(XML), '--json'])).toBe(0)
  expect(told.stderr).toEqual([])
  expect(JSON.parse(told.stdout.join(''))).toEqual({
    type: 'imported',
    job,
    notes: [expect.stringContaining('count.jar') as string]
  })
})

test.each([
  [
    'a command for a shell',
    XML.replace('/out<', '/out | tee x<'),
    /words\.xml:1:\d+: .*"\|" \(a pipe\)/
  ],
  ['no XML', 'name: x', /not well-formed XML/],
  ['bytes that are no UTF-8', Uint8Array.of(60, 0xff), /not UTF-8/],
  ['a file too large', ' '.repeat(2 ** 20 + 1), /larger than 1 MiB/]
])('%s is bad input, exit code 2', async (_, content, message) => {
  expect(await main(['import', await put(content)])).toBe(2)
  expect(told.stderr.join('')).toMatch(message)
  expect(told.stdout).toEqual([])
})

test('a file that is not there is bad input too', async () => {
  expect(await main(['import', join(folder, 'none.xml'), '--json'])).toBe(2)
  expect(JSON.parse(told.stdout.join(''))).toMatchObject({ type: 'error', code: 'FILE_MISSING' })
})
