/** Job files that can be carried out, and those that are refused with the place, the value and the remedy. */
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { parseJobFile } from '../../../src/engine/protocol/job-file.js'
import { inOrder, listJobs, sinksOf } from '../../../src/engine/protocol/job-graph.js'
import { ConsoleError } from '../../../src/shared/model/errors.js'

const jar = { path: 'x.jar', args: ['{input}', '{output}'] }
const job = (id: string, inputs: readonly object[] = [{ upload: './books' }], change = {}) => ({
  id,
  jar,
  inputs,
  ...change
})
const file = (change: object) =>
  stringify({ name: 'n', jobs: [job('a')], output: '/results/n', ...change })
const parsed = (change: object) => parseJobFile(file(change), 'job.yaml')

function fault(change: object): ConsoleError {
  try {
    parsed(change)
  } catch (thrown) {
    if (thrown instanceof ConsoleError) return thrown
    throw thrown
  }
  throw new Error('it was accepted')
}

test('an aggregator reads what no other job reads', () => {
  const jobs = listJobs(
    parsed({
      jobs: [job('a'), job('b'), job('c', [{ job: 'b' }])],
      aggregator: { jar }
    })
  )
  expect(jobs.at(-1)).toMatchObject({ id: 'aggregate', inputs: [{ job: 'a' }, { job: 'c' }] })
  expect(sinksOf(jobs)).toEqual(['aggregate'])
})

test('jobs come in an order in which each can run, whatever the order in the file', () => {
  const jobs = listJobs(
    parsed({ jobs: [job('c', [{ job: 'b' }]), job('b', [{ job: 'a' }]), job('a')] })
  )
  expect(inOrder(jobs).ordered.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

describe('a graph that cannot be', () => {
  test.each([
    [
      'two jobs of one name',
      { jobs: [job('a'), job('a')] },
      'jobs[1].id: "a" is the id of jobs[0] already'
    ],
    [
      'a job of the aggregator’s name',
      { jobs: [job('aggregate')], aggregator: { jar } },
      'aggregator.id: "aggregate" is the id of jobs[0] already'
    ],
    [
      'a job nobody knows',
      { jobs: [job('a', [{ job: 'z' }])] },
      'jobs[0].inputs[0].job: there is no job "z"'
    ],
    ['a job that reads itself', { jobs: [job('a', [{ job: 'a' }])] }, 'in a circle: a → a'],
    [
      'a circle',
      { jobs: [job('a', [{ job: 'c' }]), job('b', [{ job: 'a' }]), job('c', [{ job: 'b' }])] },
      'in a circle: a → c → b → a'
    ],
    [
      'an aggregator without inputs',
      { aggregator: { jar, inputs: [] } },
      'aggregator.inputs: at least one input'
    ],
    [
      'an aggregator that reads no job',
      { aggregator: { jar, inputs: [{ upload: './x' }] } },
      'aggregator.inputs: the aggregator reads the output of no job'
    ],
    [
      'a result inside an input',
      { jobs: [job('a', [{ hdfs: '/results' }])] },
      'the output "/results/n" lies in the input "/results"'
    ]
  ])('%s', (_, change, message) => {
    const { code, message: said, hint } = fault(change)
    expect(code).toBe('BAD_JOB_FILE')
    expect(said).toContain(`job.yaml: `)
    expect(said).toContain(message)
    expect(hint).toBeTruthy()
  })
})

describe('a program', () => {
  test.each([
    [
      'none',
      { jobs: [{ id: 'a', inputs: [{ upload: './x' }] }] },
      'jobs[0]: it says nothing to run'
    ],
    [
      'two at once',
      { jobs: [job('a', undefined, { example: { name: 'wordcount' } })] },
      'jobs[0]: it has jar and example at once'
    ],
    [
      'an example that is none',
      { jobs: [{ id: 'a', example: { name: 'pi' }, inputs: [{ upload: './x' }] }] },
      'jobs[0].example.name'
    ],
    [
      'an argument list without a place for the output',
      { jobs: [job('a', undefined, { jar: { path: 'x.jar', args: ['{input}'] } })] },
      'jobs[0].jar.args: "{output}" does not occur'
    ],
    [
      'an option of streaming that has a member of its own',
      {
        jobs: [
          {
            id: 'a',
            streaming: { mapper: 'cat', options: ['-reducer', 'x'] },
            inputs: [{ upload: './x' }]
          }
        ]
      },
      'jobs[0].streaming.options: "-reducer" has a member of its own'
    ],
    [
      'two shipped files of one name',
      { jobs: [job('a', undefined, { files: ['./a/m.py', './b/m.py'] })] },
      'two files are called "m.py"'
    ],
    [
      'a shipped file that no task could find',
      { jobs: [job('a', undefined, { files: ['./my file.py'] })] },
      '"my file.py" can\'t lie beside a task'
    ],
    [
      'an input that Hadoop would take for a pattern',
      { jobs: [job('a', [{ hdfs: '/data/*' }])] },
      'Hadoop reads them as a pattern'
    ],
    [
      'numeric without a tolerance',
      { jobs: [job('a', undefined, { compare: 'numeric' })] },
      'jobs[0].compare'
    ]
  ])('%s', (_, change, message) => {
    expect(fault(change).message).toContain(message)
  })
})

describe('task level', () => {
  const task = { granularity: 'task' }
  const streaming = (change: object) => ({
    id: 'a',
    streaming: { mapper: 'cat', reducer: 'r', ...change },
    inputs: [{ upload: './x' }]
  })

  test('takes a jar with an aggregator, and a streaming job that says it is associative', () => {
    expect(parsed({ ...task, aggregator: { jar } }).granularity).toBe('task')
    expect(parsed({ ...task, jobs: [streaming({ associative: true })] }).granularity).toBe('task')
  })

  test.each([
    ['a jar alone', task, 'an unmodified jar’s reducer can’t be run on the outputs of the chunks'],
    [
      'streaming that does not say so',
      { ...task, jobs: [streaming({})] },
      'its reducer is not known to give the same when it gets its own outputs again'
    ],
    [
      'streaming without a reducer',
      { ...task, jobs: [streaming({ reducer: undefined, associative: true })] },
      'without a reducer nothing puts the outputs of the chunks together'
    ],
    [
      'two inputs',
      { ...task, jobs: [job('a', [{ upload: './x' }, { upload: './y' }])], aggregator: { jar } },
      'task level needs exactly one input, this job has 2'
    ],
    [
      'a job that reads another',
      { ...task, jobs: [job('a'), job('b', [{ job: 'a' }])], aggregator: { jar } },
      'jobs[1].inputs[0]: at task level a job can’t read another job'
    ],
    [
      'a job called like a chunk',
      { ...task, jobs: [job('a'), job('a-1')], aggregator: { jar } },
      '"a-1" is what a part of "a" is called at task level'
    ],
    ['chunks of zero', { ...task, chunks: { size: 0 }, aggregator: { jar } }, 'chunks'],
    ['no chunk', { ...task, chunks: { count: 0 }, aggregator: { jar } }, 'chunks'],
    ['chunks at job level', { chunks: { count: 2 } }, 'only "granularity: task" cuts inputs']
  ])('refuses %s', (_, change, message) => {
    const { code, message: said } = fault(change)
    expect({ code, said }).toEqual({
      code: 'BAD_JOB_FILE',
      said: expect.stringContaining(message) as string
    })
  })

  test('what the YAML parser says is told without the colon before its drawing', () => {
    expect(() => parseJobFile('a: b\na: c', 'job.yaml')).toThrow(
      /^job\.yaml: Map keys must be unique at line 2, column 1$/
    )
  })

  test('sizes are read with their units', () => {
    expect(parsed({ ...task, chunks: { size: '64MiB' }, aggregator: { jar } }).chunks).toEqual({
      size: 64 * 2 ** 20
    })
    expect(parsed({ copies: { distcpFrom: '1.5 GB' } }).copies).toEqual({
      distcpFrom: 1.5e9,
      atATime: 4
    })
    expect(parsed({ copies: { distcpFrom: null } }).copies.distcpFrom).toBeNull()
  })
})
