import { expect, test } from 'vitest'
import { millis, type ClusterName } from '@shared/model/ids.js'
import type { Action } from '@shared/model/action.js'
import { environmentArea } from '../../../src/main/areas/environment.js'
import type { AreaContext } from '../../../src/main/areas/area.js'
import type { Workplace } from '../../../src/main/workplace.js'
import { FakeEngine } from '../harness/fake-engine.js'
import { nothingSeen } from '../harness/fake-watch.js'
import type { TimelineEvent } from '@shared/model/timeline.js'
import type { EnvironmentSnapshot } from '@shared/model/watch.js'

const evora = 'evora' as ClusterName

const anAfternoon = (): EnvironmentSnapshot => ({
  ...nothingSeen('lab'),
  clusters: [{ name: evora }] as unknown as EnvironmentSnapshot['clusters']
})
const anEvent = (): TimelineEvent => ({
  id: 'lab/cluster evora/1/cluster-silent',
  at: 1,
  environment: 'lab',
  source: 'cluster',
  subject: 'evora',
  look: 'unreachable',
  code: 'cluster-silent',
  text: 'silent',
  run: null
})

async function anArea() {
  const engine = new FakeEngine()
  const workplace: Workplace = await engine.openWorkplace()
  const recorded: string[] = []
  const pushed: (readonly [string, unknown])[] = []
  const host = {
    record: async (
      words: { what: string; target: Action['target'] },
      work: () => Promise<unknown>
    ) => {
      recorded.push(`${words.target.kind} ${words.target.name}: ${words.what}`)
      return work()
    }
  }
  const area = environmentArea({
    desk: { workplace: () => workplace, engine: () => engine, host: () => host },
    push: (event: string, payload: unknown) => void pushed.push([event, payload])
  } as unknown as AreaContext)
  return { area, engine, workplace, recorded, pushed }
}

test('watches the environment that is shown, and lets go of it when another one is', async () => {
  const { area, engine, workplace, pushed } = await anArea()
  expect(engine.watch.listeners).toBe(0)
  area.show?.(workplace)
  engine.watch.show(anAfternoon())
  engine.watch.happened([anEvent()])
  expect(pushed).toEqual([
    ['environment.snapshot', nothingSeen('lab')], // what is known already, for those who look for changes
    ['environment.snapshot', anAfternoon()],
    ['timeline.added', [anEvent()]]
  ])
  area.show?.(null)
  expect(engine.watch.listeners).toBe(0)
  engine.watch.show(anAfternoon())
  expect(pushed).toHaveLength(3)
})

test('stops with the window', async () => {
  const { area, engine, workplace } = await anArea()
  area.show?.(workplace)
  area.stop?.()
  expect(engine.watch.listeners).toBe(0)
})

test('knows nothing while no environment is open', async () => {
  const { area } = await anArea()
  expect([
    await area.handlers['environment.read']({}),
    await area.handlers['timeline.read']({ limit: 9 }),
    await area.handlers['timeline.lanes']({ from: 0 })
  ]).toEqual([
    { ok: true, value: null },
    { ok: true, value: [] },
    { ok: true, value: [] }
  ])
})

test('a probe that somebody asked for is written down', async () => {
  const { area, engine, workplace, recorded } = await anArea()
  area.show?.(workplace)
  engine.watch.show(anAfternoon())
  expect(await area.handlers['environment.probe']({ cluster: evora })).toEqual({
    ok: true,
    value: null
  })
  expect([engine.watch.probed, recorded]).toEqual([
    ['evora'],
    ['cluster evora: probed cluster evora']
  ])
})

test('tells what was tried, and the lanes from a time on', async () => {
  const { area, engine, workplace } = await anArea()
  area.show?.(workplace)
  engine.watch.show(anAfternoon())
  await expect(area.handlers['environment.tried']({ cluster: evora })).resolves.toMatchObject({
    ok: true
  })
  engine.watch.bars = [{ to: millis(5) }, { to: null }] as never
  expect(await area.handlers['timeline.lanes']({ from: 6 })).toEqual({
    ok: true,
    value: [{ to: null }]
  })
})
