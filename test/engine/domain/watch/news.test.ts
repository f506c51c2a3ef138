import { describe, expect, test } from 'vitest'
import {
  newsOf,
  noMemory,
  remembered,
  type NewsMemory
} from '../../../../src/engine/domain/watch/news.js'
import { millis } from '../../../../src/shared/model/ids.js'
import type { TimelineEvent } from '../../../../src/shared/model/timeline.js'
import type {
  BrokerLink,
  EnvironmentSnapshot,
  WatchedState
} from '../../../../src/shared/model/watch.js'

const NOW = 1_000_000

function seeing(
  state: WatchedState,
  change: { readonly broker?: BrokerLink['state']; readonly sinceMs?: number } = {}
): EnvironmentSnapshot {
  const since = millis(NOW - (change.sinceMs ?? 30_000))
  return {
    environment: 'lab',
    broker: { state: change.broker ?? 'connected', since, reason: 'why' },
    clusters: [{ name: 'evora', state, since, reason: state === 'active' ? null : 'why' }]
  } as unknown as EnvironmentSnapshot
}

/** A process: what it has seen; the log is shared. */
class Watcher {
  #memory: NewsMemory = noMemory
  constructor(private readonly log: TimelineEvent[]) {
    for (const event of log) this.#memory = remembered(this.#memory, event)
  }

  sees(snapshot: EnvironmentSnapshot): readonly string[] {
    const { events, memory } = newsOf(this.#memory, snapshot, millis(NOW))
    this.#memory = memory
    for (const event of events) {
      this.#memory = remembered(this.#memory, event)
      if (!this.log.some(({ id }) => id === event.id)) this.log.push(event)
    }
    return events.map(({ id }) => id)
  }

  /** It has read what others wrote. */
  reads(): this {
    for (const event of this.log) this.#memory = remembered(this.#memory, event)
    return this
  }
}

const codes = (log: readonly TimelineEvent[]): readonly string[] => log.map(({ code }) => code)

describe('one process', () => {
  test('tells an outage and its end, and nothing of what goes on', () => {
    const log: TimelineEvent[] = []
    const watcher = new Watcher(log)
    for (const state of ['active', 'active', 'silent', 'silent', 'active', 'silent'] as const)
      watcher.sees(seeing(state))
    expect(codes(log)).toEqual(['cluster-silent', 'cluster-back', 'cluster-silent'])
  })

  test('tells nothing at its start when all is well', () => {
    expect(new Watcher([]).sees(seeing('active'))).toEqual([])
  })

  test('says since when, and why', () => {
    const log: TimelineEvent[] = []
    new Watcher(log).sees(seeing('silent', { sinceMs: 90_000 }))
    expect(log).toEqual([
      {
        id: 'lab/cluster evora/1/cluster-silent',
        at: NOW - 90_000,
        environment: 'lab',
        source: 'cluster',
        subject: 'evora',
        look: 'unreachable',
        code: 'cluster-silent',
        text: 'silent: why',
        run: null
      }
    ])
  })

  test('waits before it calls a cluster degraded: a restart takes some seconds', () => {
    const watcher = new Watcher([])
    expect(watcher.sees(seeing('degraded', { sinceMs: 4_000 }))).toEqual([])
    expect(watcher.sees(seeing('degraded', { sinceMs: 11_000 }))).toHaveLength(1)
  })

  test('that becomes blind tells of the broker, not of the clusters', () => {
    const log: TimelineEvent[] = []
    const watcher = new Watcher(log)
    watcher.sees(seeing('active'))
    watcher.sees(seeing('unknown', { broker: 'disconnected' }))
    watcher.sees(seeing('active'))
    expect(codes(log)).toEqual(['broker-lost', 'broker-back'])
  })

  test('tells a broker that blocks and takes messages again', () => {
    const log: TimelineEvent[] = []
    const watcher = new Watcher(log)
    watcher.sees(seeing('active', { broker: 'blocked' }))
    watcher.sees(seeing('active'))
    expect(codes(log)).toEqual(['broker-blocked', 'broker-unblocked'])
  })
})

describe('several processes', () => {
  test('that see the same at the same moment write the same id, so one event', () => {
    const log: TimelineEvent[] = []
    const [one, other] = [new Watcher(log), new Watcher(log)]
    const ids = [one.sees(seeing('silent')), other.sees(seeing('silent', { sinceMs: 29_000 }))]
    expect(ids).toEqual([ids[0], ids[0]])
    expect(log).toHaveLength(1)
  })

  test('one that comes later writes the outage no second time', () => {
    const log: TimelineEvent[] = []
    new Watcher(log).sees(seeing('silent'))
    new Watcher(log).sees(seeing('silent'))
    expect(codes(log)).toEqual(['cluster-silent'])
  })

  test('one that comes after the outage writes its end, which nobody saw', () => {
    const log: TimelineEvent[] = []
    new Watcher(log).sees(seeing('silent'))
    new Watcher(log).sees(seeing('active'))
    expect(codes(log)).toEqual(['cluster-silent', 'cluster-back'])
  })

  test('that see different things do not contradict each other without end', () => {
    const log: TimelineEvent[] = []
    const [near, far] = [new Watcher(log), new Watcher(log)]
    for (let round = 0; round < 20; round += 1) {
      near.reads().sees(seeing('active'))
      far.reads().sees(seeing('unknown', { broker: 'disconnected' }))
    }
    expect(codes(log)).toEqual(['broker-lost'])
  })
})
