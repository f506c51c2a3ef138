/**
 * Set-up and doctor on real machines: from a bare lab to a verified run; then everything is broken, one after the other, seen and mended. Has addresses of its
 * own, beside the lab all other tests share.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { breakKindNames, breakKinds, type BreakKind } from '../../src/lab/breaks/kinds.js'
import { labFolder } from '../../src/lab/index.js'
import type { StepView } from '../../src/shared/model/setup.js'
import {
  backupsOf,
  bareLab,
  configurationOf,
  definitions,
  exportedDefinitions,
  stepsOf,
  type BareLab
} from '../support/bare-lab.js'
import { checkout, readReport, start, temporary, writeJob } from '../support/lab.js'
import { filesBelow, leaks, type Secrets } from '../support/secret-scan.js'
import { countWords, parseCounts } from '../support/word-count.js'
import { expectations } from './break-expectations.js'

const ON_LAB = ['--environment', 'lab'] as const
const CLOUDS = ['porto', 'lisbon'] as const
let lab: BareLab

beforeAll(async () => {
  lab = await bareLab(145, CLOUDS.length)
})
afterAll(() => lab.down())

const configurations = () => CLOUDS.map((cloud) => configurationOf(lab, cloud))
const isOk = ({ level, phase }: StepView): boolean => level === 'ok' && phase === 'ended'
const notOk = (steps: readonly StepView[]) => steps.filter((step) => !isOk(step))

test('shows what it would do, and does nothing, until somebody says yes', async () => {
  const before = [configurations(), await exportedDefinitions(lab)]
  const { code, stdout } = await lab.medusa('setup', ...ON_LAB)
  expect(code).toBe(1)
  expect(stdout).toContain('Nothing was changed')
  expect([configurations(), await exportedDefinitions(lab)]).toEqual(before)
})

test('a yes makes of bare machines an environment with a verified run; a second one has nothing to do', async () => {
  expect(await lab.medusa('setup', '--yes', ...ON_LAB)).toMatchObject({ code: 0 })
  const hello = await lab.medusa('hello', ...ON_LAB)
  expect(hello).toMatchObject({ code: 0 })
  for (const cloud of CLOUDS) expect(hello.stdout).toContain(cloud)

  const folder = await temporary()
  try {
    const job = await writeJob(folder.path)
    const report = join(folder.path, 'report.json')
    const run = await lab.medusa('run', job, '--accept-weaker', '--report', report, ...ON_LAB)
    expect(run.code, run.stderr + run.stdout).toBe(0)
    const told = await readReport(report)
    expect(told.verdict).toBe('verified')
    const fetched = join(folder.path, 'output')
    await mkdir(fetched)
    expect(await lab.medusa('fetch', told.run, fetched, ...ON_LAB)).toMatchObject({ code: 0 })
    expect(await parseCounts(fetched)).toEqual(
      await countWords(join(checkout, 'resources/examples/texts'))
    )
  } finally {
    await folder.remove()
  }

  const before = [configurations(), await definitions(lab)]
  const again = await lab.medusa('setup', '--yes', '--json', ...ON_LAB)
  expect(again.code).toBe(0)
  const steps = stepsOf(again.stdout)
  expect([steps.filter(({ done }) => done.length > 0), notOk(steps)]).toEqual([[], []])
  expect([configurations(), await definitions(lab)]).toEqual(before)
})

test.each(breakKindNames)('“%s” is seen, mended, and nothing else is touched', async (kind) => {
  const before = await picture()
  const kept = backupsOf(lab, 'porto')
  const { scope } = breakKinds[kind]
  const cloud = scope === 'cloud' ? ['porto'] : []
  expect(await lab.medusa('lab', 'break', kind, ...cloud)).toMatchObject({ code: 0, stderr: '' })

  const { found, blocked, says = /./ } = expectations[kind]
  const seen = notOk(await lab.doctor(...cloud))
  const ended = seen.filter(({ phase }) => phase === 'ended')
  expect(
    Object.fromEntries(ended.map(({ id, level, error }) => [id, [level, error?.code]]))
  ).toEqual(found)
  expect(seen.flatMap(({ id, phase }) => (phase === 'blocked' ? [id] : [])).sort()).toEqual(
    [...blocked].sort()
  )
  expect(ended.find(({ id }) => id !== 'console/environment')?.error?.message).toMatch(says)

  expect(notOk(await mended(kind, cloud))).toEqual([])
  expect(forgiving(kind, await picture())).toEqual(forgiving(kind, before))
  expectKept(kind, kept)
})

/** @returns what the doctor says then */
async function mended(kind: BreakKind, cloud: readonly string[]): Promise<readonly StepView[]> {
  if (breakKinds[kind].mendedBy === 'doctor') return lab.doctor(...cloud, '--fix')
  expect(await lab.medusa('lab', 'mend', kind, ...cloud)).toMatchObject({ code: 0, stderr: '' })
  return lab.doctor(...cloud)
}

interface Picture {
  readonly porto: Readonly<Record<string, string>>
  readonly lisbon: Readonly<Record<string, string>>
  readonly definitions: Readonly<Record<string, unknown>>
  readonly environment: string
}

const picture = async (): Promise<Picture> => ({
  porto: configurationOf(lab, 'porto'),
  lisbon: configurationOf(lab, 'lisbon'),
  definitions: await definitions(lab),
  environment: await readFile(join(labFolder(lab.state), 'environment.json'), 'utf8')
})

/** Without what the mending of this kind has to change. */
function forgiving(kind: BreakKind, { porto, definitions: all, ...rest }: Picture): Picture {
  const { edited = [], rehashed = [] } = expectations[kind]
  const users = all['users'] as readonly { readonly name: string; readonly password_hash: string }[]
  return {
    ...rest,
    porto: Object.fromEntries(
      Object.entries(porto).filter(([path]) => !edited.some((name) => path.endsWith(`/${name}`)))
    ),
    definitions: {
      ...all,
      users: users
        .map((user) =>
          rehashed.includes(user.name) ? { ...user, password_hash: 'another' } : user
        )
        .sort((a, b) => (a.name < b.name ? -1 : 1))
    }
  }
}

/** Of each file that was written there is a copy more, with its date; of no other. */
function expectKept(kind: BreakKind, before: Readonly<Record<string, string>>): void {
  const fresh = Object.keys(backupsOf(lab, 'porto')).filter((path) => !(path in before))
  const { kept = [] } = expectations[kind]
  const folder = join(labFolder(lab.state), 'clouds/porto')
  const files = new Set(fresh.map((path) => path.replace(/\.medusa-\d{8}T\d{6}Z$/, '')))
  expect([...files]).toEqual(kept.map((name) => join(folder, name)))
}

test('what was killed in the middle of mending is finished by the next', async () => {
  for (const words of [
    ['httpfs-down', 'porto'],
    ['rights-wide', 'lisbon'],
    ['worker-down', 'porto']
  ])
    expect(await lab.medusa('lab', 'break', ...words)).toMatchObject({ code: 0 })
  const cut = start(['doctor', '--fix', ...ON_LAB], lab.state)
  await cut.said(/changes? made$/)
  cut.signal('SIGKILL')
  expect(await cut.done).toMatchObject({ code: null })
  const steps = await lab.doctor('--fix')
  expect(notOk(steps)).toEqual([])
  expect(steps.some(({ done }) => done.length > 0)).toBe(true)
})

test('no secret of set-up is in a log or on a terminal', async () => {
  const folder = join(lab.state, 'setup/lab')
  const secrets: Record<string, string> = {}
  for (const name of ['secrets.json', 'passwords.json'])
    collect(JSON.parse(await readFile(join(folder, name), 'utf8')), name, secrets)
  // The administrator's, the console's; of each cloud a password and a key.
  expect(Object.keys(secrets)).toHaveLength(2 + 2 * CLOUDS.length)
  const logs = Object.entries(filesBelow(lab.state)).filter(
    ([path]) =>
      ['actions.jsonl', 'console.log', 'setup/lab/log.jsonl'].some(
        (name) => path === join(lab.state, name)
      ) || path.startsWith(join(lab.state, 'backups'))
  )
  expect(logs.map(([path]) => path)).toContain(join(folder, 'log.jsonl'))
  expect(leaks(secrets, { ...Object.fromEntries(logs), terminal: lab.said() })).toEqual([])
})

function collect(value: unknown, name: string, into: Record<string, string>): Secrets {
  if (typeof value === 'string') into[name] = value
  else
    for (const [key, part] of Object.entries(value as object)) collect(part, `${name} ${key}`, into)
  return into
}
