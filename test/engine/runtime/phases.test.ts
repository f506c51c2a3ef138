/** Several jobs, chunks and inputs that lie on the clouds, by the whole engine on doubles. */
import { expect, test } from 'vitest'
import type { RunReport } from '../../../src/shared/model/run.js'
import { aScene, type Scene } from './scene.js'

async function carry(scene: Scene, jobFile: string): Promise<RunReport> {
  scene.files.put('/home/me/job.yaml', jobFile)
  const run = await scene.until(scene.engine.startRun({ jobFile: '/home/me/job.yaml' }))
  return scene.until(scene.engine.whenOver(run))
}

const jar = `jar: { path: x.jar, args: ['{input}', '{output}'] }`

test('a graph of jobs: the aggregator gets the outputs that were voted on', async () => {
  const scene = aScene()
  const report = await carry(
    scene,
    `
name: graph
seed: 1
jobs:
  - { id: a, ${jar}, inputs: [{ upload: ./books }] }
  - { id: b, ${jar}, inputs: [{ upload: ./books }, { job: a }] }
aggregator: { id: sum, ${jar} }
output: /results/graph
`
  )
  expect(report.verdict).toBe('verified')
  expect(report.units.map(({ id, output }) => [id, output?.path ?? null])).toEqual([
    ['a', null],
    ['b', null],
    ['sum', '/results/graph']
  ])
  const asked = scene.workers.received.filter(({ task }) => task === 'medusa.attempt')
  const sums = asked.filter(({ request }) => request['unit'] === 'sum')
  const [b] = asked.filter(({ request }) => request['unit'] === 'b')
  const inputs = sums[0]?.request['inputs'] as { path: string; manifest: string }[]
  expect(inputs).toHaveLength(1)
  expect(inputs[0]?.path).toBe(b?.request['output'])
})

test('task level: local files are cut here, and each chunk goes up by itself', async () => {
  const scene = aScene()
  scene.files.put('/home/me/books/a.txt', 'one\ntwo\nthree\n')
  scene.files.put('/home/me/books/b.txt', 'four\nfive\n')
  const report = await carry(
    scene,
    `
name: tasks
seed: 1
granularity: task
chunks: { size: 5 }
jobs:
  - { id: count, ${jar}, inputs: [{ upload: ./books }] }
aggregator: { id: sum, ${jar} }
output: /results/tasks
`
  )
  expect(report.verdict).toBe('verified')
  const chunks = report.units.filter(({ role }) => role === 'chunk').map(({ id }) => id)
  expect(chunks).toEqual(['count-0', 'count-1', 'count-2', 'count-3'])
  const uploads = report.copies.filter(({ mode }) => mode === 'upload')
  expect(uploads).toHaveLength(8)
  const [first] = uploads
  expect(
    scene.fileSystem.get(
      first?.to ?? ('' as never),
      `/w/runs/${report.run}/copies/${first?.id ?? ''}/a.txt`
    )
  ).toEqual(Buffer.from('one\ntwo\n'))
})

test('an empty input has no chunks, and says so before anything runs', async () => {
  const scene = aScene()
  scene.files.put('/home/me/books/a.txt', '')
  scene.files.put('/home/me/books/b.txt', '')
  const report = await carry(
    scene,
    `
name: tasks
granularity: task
jobs: [{ id: count, ${jar}, inputs: [{ upload: ./books }] }]
aggregator: { ${jar} }
output: /results/tasks
`
  )
  expect(report).toMatchObject({ verdict: 'failed', attempts: [], error: { code: 'BAD_INPUT' } })
})

test('a file whose name no cluster could take is refused with its name', async () => {
  const scene = aScene()
  scene.files.put('/home/me/books/two\nlines.txt', 'x')
  scene.files.put(
    '/home/me/job.yaml',
    `
name: odd
jobs: [{ id: count, ${jar}, inputs: [{ upload: ./books }] }]
output: /results/odd
`
  )
  await expect(scene.engine.startRun({ jobFile: '/home/me/job.yaml' })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('"two\\nlines.txt"') as string
  })
})

test('a worker of another version is left out, with the remedy', async () => {
  const scene = aScene()
  for (const cloud of scene.clouds.values()) cloud.protocol = 1
  const report = await carry(
    scene,
    `
name: old
jobs: [{ id: count, ${jar}, inputs: [{ upload: ./books }] }]
output: /results/old
`
  )
  expect(report.error?.code).toBe('TOO_FEW_CLUSTERS')
  expect(report.error?.message).toContain('deploy it again')
})
