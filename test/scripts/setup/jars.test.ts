import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compareJars, outline, parseJarList } from '../../../scripts/setup/jars.mjs'
import { aFolder } from '../support/context.js'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const list = new Map([
  ['a.jar', sha256('a')],
  ['b.jar', sha256('b')]
])

function twoJars(): string {
  const folder = aFolder()
  writeFileSync(join(folder, 'a.jar'), 'a')
  writeFileSync(join(folder, 'b.jar'), 'b')
  return folder
}

describe('the list of jars', () => {
  test('is what sha256sum prints', () => {
    expect(parseJarList(`${sha256('a')}  a.jar\n${sha256('b')} *b.jar\n`)).toEqual(list)
  })

  test('is refused when a line is not of that form', () => {
    expect(() => parseJarList(`${sha256('a')}  ../a.jar\n`)).toThrow('not a line of sha256sum')
  })
})

describe('comparing jars', () => {
  test('finds nothing when all are as listed', async () => {
    expect(await compareJars(twoJars(), list)).toEqual({ missing: [], damaged: [], surplus: [] })
  })

  test('names a jar with one byte changed, one cut short, one missing and one too many', async () => {
    const folder = twoJars()
    writeFileSync(join(folder, 'a.jar'), 'A')
    rmSync(join(folder, 'b.jar'))
    writeFileSync(join(folder, 'c.jar'), 'c')
    expect(await compareJars(folder, list)).toEqual({
      missing: ['b.jar'],
      damaged: ['a.jar'],
      surplus: ['c.jar']
    })
  })

  test('takes a folder that is not there for one without jars', async () => {
    const { missing } = await compareJars(join(aFolder(), 'none'), list)
    expect(missing).toEqual(['a.jar', 'b.jar'])
  })
})

test('the outline of a folder changes with a file’s size', async () => {
  const folder = twoJars()
  const before = await outline(folder)
  writeFileSync(join(folder, 'a.jar'), 'aa')
  expect(await outline(folder)).not.toEqual(before)
})
