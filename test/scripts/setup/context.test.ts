import { describe, expect, test } from 'vitest'
import { cacheFolder, explain, nodeIsNewEnough } from '../../../scripts/setup/context.mjs'
import { only } from '../../../scripts/setup/only.mjs'
import { startsClouds } from '../../../scripts/setup/prepare.mjs'
import { Interrupted, Problem } from '../../../scripts/setup/problem.mjs'
import { duration, size } from '../../../scripts/setup/report.mjs'
import { tries } from '../../../scripts/setup/tries.mjs'
import { aContext } from '../support/context.js'

test('downloads are kept where the user says, for root where the lab’s user can read them, else in the user’s cache', () => {
  const user = { uid: 1000, home: '/home/ada' }
  expect([
    cacheFolder({ MEDUSA_CACHE: '/data/m' }, user),
    cacheFolder({}, { uid: 0, home: '/root' }),
    cacheFolder({ XDG_CACHE_HOME: '/x' }, user),
    cacheFolder({}, user)
  ]).toEqual(['/data/m', '/var/cache/medusa', '/x/medusa', '/home/ada/.cache/medusa'])
})

test('Node 20.19 and newer will do', () => {
  expect(['18.20.4', '20.18.9', '20.19.0', '22.1.0'].map(nodeIsNewEnough)).toEqual([
    false,
    false,
    true,
    true
  ])
})

describe('a failure', () => {
  test('that was foreseen is told with its remedy and without a stack', () => {
    const { report, said } = aContext()
    const code = explain(new Problem('no lock file', { remedy: 'Make one.', exitCode: 2 }), report)
    expect({ code, said: said.join('') }).toEqual({
      code: 2,
      said: 'error: no lock file\nMake one.\n'
    })
  })

  test('of a full disk names the path', () => {
    const { report, said } = aContext()
    const error = Object.assign(new Error('write'), { code: 'ENOSPC', path: '/c/x.jar' })
    expect(explain(error, report)).toBe(1)
    expect(said[0]).toBe('error: /c/x.jar: no space left on the disk\n')
  })

  test('by Ctrl-C says nothing more', () => {
    const { report, said } = aContext()
    const inNode = new Error('aborted', { cause: new Interrupted(130) })
    expect([explain(new Interrupted(143), report), explain(inNode, report), said]).toEqual([
      143,
      130,
      []
    ])
  })
})

describe('--only', () => {
  const names = ['check', 'unit', 'lab']

  test('chooses, and without it all are chosen', () => {
    expect([
      only([], names),
      only(['--only', 'unit,check'], names),
      only(['--only=lab'], names)
    ]).toEqual([names, ['unit', 'check'], ['lab']])
  })

  test.each([[['--only']], [['--only', 'nit']], [['unit']], [['--only', 'unit', 'lab']]])(
    'refuses %j',
    (args) => {
      expect(() => only(args, names)).toThrow(expect.objectContaining({ exitCode: 2 }))
    }
  )
})

test('the commands that start clouds need what clouds need', () => {
  const starting = [['lab', 'up'], ['demo'], ['--state', 'lab', 'lab', 'up', '--clouds', '5']]
  const others = [
    ['lab', 'down'],
    ['lab', 'up', '--help'],
    ['fetch', 'demo', 'up'],
    ['--state', 'demo', 'hello'],
    []
  ]
  expect([starting.map(startsClouds), others.map(startsClouds)]).toEqual([
    [true, true, true],
    [false, false, false, false, false]
  ])
})

describe('trying again', () => {
  test('ends with the first success', async () => {
    const context = aContext()
    let left = 2
    const work = (): Promise<string> =>
      left-- > 0 ? Promise.reject(new Problem('cut off')) : Promise.resolve('got it')
    expect(await tries(context, 'Hadoop', work, { pauseMs: 0 })).toBe('got it')
    expect(context.said.map((line) => line.trim())).toEqual([
      'Hadoop          cut off; try 2 of 3',
      'Hadoop          cut off; try 3 of 3'
    ])
  })

  test('is for problems only, and not for ever', async () => {
    const bug = new TypeError('x')
    await expect(tries(aContext(), 'x', () => Promise.reject(bug), { pauseMs: 0 })).rejects.toBe(
      bug
    )
    let count = 0
    const work = () => Promise.reject(new Problem(`failure ${++count}`))
    await expect(tries(aContext(), 'x', work, { pauseMs: 0 })).rejects.toThrow('failure 3')
  })
})

test('sizes and times are short', () => {
  expect([size(12), size(97_400_000), size(1_250_000_000)]).toEqual(['12 B', '97 MB', '1.3 GB'])
  expect([duration(240), duration(25_300), duration(185_000)]).toEqual([
    '0.2 s',
    '25 s',
    '3 min 05 s'
  ])
})
