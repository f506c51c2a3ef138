import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { labBreak, labFolder, labMend } from '../../src/lab/index.js'
import {
  breakKindLines,
  breakKindNames,
  breakKinds,
  isPersons
} from '../../src/lab/breaks/kinds.js'
import { planLab } from '../../src/lab/plan.js'
import { writeRecord } from '../../src/lab/record.js'

let state = ''
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'medusa-breaks-'))
})
afterEach(() => rm(state, { recursive: true }))

/** Only on paper: nothing of it runs. */
async function aLab(bare: boolean): Promise<void> {
  const folder = labFolder(state)
  await mkdir(folder)
  const user = { name: 'x', uid: 1, gid: 1, switched: false }
  await writeRecord(planLab({ folder, clouds: 1, user: 'x', bare }), user, '/java', '/hadoop')
}

test('an unknown kind is answered with all there are', async () => {
  await expect(labBreak(state, 'everything')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: 'there is no break "everything"',
    hint: `Choose one of: ${breakKindNames.join(', ')}.`
  })
  await expect(labBreak(state, 'toString')).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('what breaks a cloud wants one, what breaks the broker none', async () => {
  await expect(labBreak(state, 'worker-down')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    hint: 'medusa lab break worker-down CLOUD'
  })
  await expect(labBreak(state, 'node-down', 'porto')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    hint: 'medusa lab break node-down'
  })
})

test('without a lab, in an ordinary one, and in one that nobody set up, nothing is broken', async () => {
  await expect(labBreak(state, 'node-down')).rejects.toMatchObject({ code: 'ENVIRONMENT_UNKNOWN' })
  await aLab(false)
  await expect(labBreak(state, 'node-down')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: `the lab in ${labFolder(state)} is no bare one`
  })
  await rm(labFolder(state), { recursive: true })
  await aLab(true)
  await expect(labBreak(state, 'node-down')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: 'the lab was not set up, so nothing can be broken yet'
  })
})

test('what the doctor mends has no other repair', async () => {
  await expect(labMend(state, 'worker-down', 'porto')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: '"worker-down" is mended by the doctor'
  })
})

test('a line a kind: name, what it breaks, how; of all, or of those a person mends', () => {
  const lines = breakKindLines().split('\n')
  expect(lines).toHaveLength(breakKindNames.length)
  expect(lines[0]).toBe(`  node-down           broker  ${breakKinds['node-down'].sentence}`)
  const persons = breakKindLines(isPersons).split('\n')
  expect(persons.map((line) => line.trim().split(' ')[0])).toEqual([
    'disk-key-changed',
    'xml-broken',
    'safe-mode',
    'datanode-down',
    'home-stolen',
    'impersonation-lax',
    'stranger-in-vhost'
  ])
})
