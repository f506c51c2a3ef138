import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { assertReachable } from '../../src/lab/lab-user.js'
import { ensureStateFolder } from '../../src/lab/owned-files.js'
import { findPrograms } from '../../src/lab/prerequisites.js'

test('says what to type when Hadoop, or a program, is not there', async () => {
  await expect(findPrograms('/no/such/hadoop')).rejects.toMatchObject({
    code: 'PREREQUISITE_MISSING',
    hint: expect.stringMatching(/^Run: (npm run setup|apt-get install )/) as string
  })
})

test('names the folder the lab user may not enter', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'medusa-closed-'))
  try {
    const user = { name: 'medusa-lab', uid: 4_000_000, gid: 4_000_000, switched: true }
    await expect(assertReachable(user, join(folder, 'state/lab'))).rejects.toMatchObject({
      code: 'BAD_INPUT',
      hint: `Run: chmod o+x ${folder}, or choose another folder with --state DIR.`
    })
    await assertReachable({ ...user, switched: false }, folder)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a state folder that cannot be made is bad input', async () => {
  await expect(ensureStateFolder('/dev/null/lab')).rejects.toMatchObject({ code: 'BAD_INPUT' })
})
