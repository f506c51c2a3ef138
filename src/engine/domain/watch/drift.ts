/**
 * Drift: facts in which clusters differ, and what that can do to a vote. A difference is not yet a fault: the report says why it matters,
 * and nothing is held against a cluster for it.
 */
import type { ClusterName } from '../../../shared/model/ids.js'
import type { ClusterFacts, Drift, DriftedFact } from '../../../shared/model/watch.js'

/** A clock may be off by so much, beyond the error of measuring it. */
export const CLOCK_LIMIT_MS = 2_000

export interface DriftInput {
  readonly cluster: ClusterName
  /** Of now; `null`: not known, so it is compared with nobody. */
  readonly facts: ClusterFacts | null
  readonly clock: { readonly aheadMs: number; readonly errorMs: number } | null
}

type Level = Drift['level']
interface Rule {
  readonly fact: Exclude<DriftedFact, 'clock'>
  readonly shown: (facts: ClusterFacts) => string | null
  readonly level: (one: string, other: string) => Level
  readonly matters: string
}

const part = (version: string, parts: number): string =>
  version
    .split(/[.+_-]/)
    .slice(0, parts)
    .join('.')
const byVersion =
  (parts: number) =>
  (one: string, other: string): Level =>
    part(one, parts) === part(other, parts) ? 'note' : 'warning'
const always = (level: Level) => (): Level => level

/** In the order in which they most often explain an outvoted cluster. */
const RULES: readonly Rule[] = [
  {
    fact: 'locale',
    shown: ({ locale }) => locale,
    level: always('warning'),
    matters:
      'tasks that sort or compare text by locale write another order, so equal work gets unequal digests'
  },
  {
    fact: 'blockSize',
    shown: ({ blockSize }) => (blockSize === null ? null : sizeText(blockSize)),
    level: always('warning'),
    matters: 'an input is cut into other splits: a job without reduce then writes other part files'
  },
  {
    fact: 'hadoop',
    shown: ({ hadoop }) => hadoop,
    level: byVersion(2),
    matters: 'partitioning, compression and the bundled example jars changed between releases'
  },
  {
    fact: 'java',
    shown: ({ java }) => java,
    level: byVersion(1),
    matters:
      'from one major version to the next hash order, number formatting and the default charset changed'
  },
  {
    fact: 'python',
    shown: ({ python }) => python,
    level: byVersion(2),
    matters:
      'streaming tasks in Python print floats and order sets differently between minor versions'
  },
  {
    fact: 'worker',
    shown: ({ worker }) => worker,
    level: always('warning'),
    matters:
      'another worker package may digest or prepare in another way: deploy the same one everywhere'
  },
  {
    fact: 'checksum',
    shown: ({ checksum }) => checksum,
    level: always('note'),
    matters:
      'votes use SHA-256 and are not touched; HDFS checksums of these clusters cannot be compared'
  },
  {
    fact: 'celery',
    shown: ({ celery }) => celery,
    level: byVersion(1),
    matters: 'votes are not touched; task messages and heartbeats may differ'
  }
]

/** @returns warnings first, then as the rules stand */
export function findDrift(inputs: readonly DriftInput[]): readonly Drift[] {
  const found = [...RULES.flatMap((rule) => driftOf(rule, inputs)), ...clockDrift(inputs)]
  return [...found.filter(isWarning), ...found.filter((drift) => !isWarning(drift))]
}

const isWarning = ({ level }: Drift): boolean => level === 'warning'

function driftOf(rule: Rule, inputs: readonly DriftInput[]): readonly Drift[] {
  const told = inputs.flatMap(({ cluster, facts }) => {
    const value = facts === null ? null : rule.shown(facts)
    return value === null ? [] : [{ cluster, value }]
  })
  const values = [...new Set(told.map(({ value }) => value))]
  if (values.length < 2) return []
  const usual = mostCommon(told.map(({ value }) => value))
  const others = told.filter(({ value }) => value !== usual)
  const against = usual ?? values[0] ?? ''
  const level = values.some((value) => rule.level(against, value) === 'warning')
    ? 'warning'
    : 'note'
  return [{ fact: rule.fact, level, usual, others, matters: rule.matters }]
}

function clockDrift(inputs: readonly DriftInput[]): readonly Drift[] {
  const others = inputs.flatMap(({ cluster, clock }) =>
    clock === null || Math.abs(clock.aheadMs) - clock.errorMs <= CLOCK_LIMIT_MS
      ? []
      : [{ cluster, value: offsetText(clock.aheadMs) }]
  )
  if (others.length === 0) return []
  return [
    {
      fact: 'clock',
      level: 'warning',
      usual: `within ${String(CLOCK_LIMIT_MS / 1_000)} s of this console`,
      others,
      matters:
        'a job that reads the time writes another day or hour; Kerberos refuses it from 5 min on'
    }
  ]
}

/** What more have than anything else; `null`: nothing stands out. */
function mostCommon(values: readonly string[]): string | null {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [first, second] = [...counts].sort((one, other) => other[1] - one[1])
  if (first === undefined || first[1] < 2) return null
  return second !== undefined && second[1] === first[1] ? null : first[0]
}

/** Block sizes are powers of two: `128 MiB`; anything else exact. */
function sizeText(bytes: number): string {
  const mebi = bytes / (1024 * 1024)
  return Number.isInteger(mebi) ? `${String(mebi)} MiB` : `${String(bytes)} B`
}

const offsetText = (aheadMs: number): string =>
  `${(Math.abs(aheadMs) / 1_000).toFixed(1)} s ${aheadMs > 0 ? 'ahead' : 'behind'}`
