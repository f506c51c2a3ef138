/** The verdict of a run in words, or what it does until there is one; with the facts on which it rests. */
import type { AttemptView, RunSnapshot } from '@shared/model/run.js'
import { bytes, clock, duration, listed, plural, ticking, when } from '../../lib/format.js'
import { runLook, type Look, type RunStanding } from '../../lib/states.js'

export interface Fact {
  readonly term: string
  readonly value: string
}

export interface Banner {
  readonly look: Look
  readonly title: string
  readonly sentence: string
  readonly facts: readonly Fact[]
}

const TITLES: Readonly<Record<RunStanding, string>> = {
  verified: 'Verified',
  'not-verified': 'Not verified',
  cancelled: 'Cancelled',
  failed: 'Failed',
  running: 'Running',
  interrupted: 'Interrupted'
}

/** @param now - milliseconds @param own - carried out by this process */
export function bannerOf(
  snapshot: RunSnapshot,
  standing: RunStanding,
  now: number,
  own: boolean
): Banner {
  return {
    look: runLook[standing],
    title: TITLES[standing],
    sentence: sentenceOf(snapshot, standing),
    facts: factsOf(snapshot, standing, now, own)
  }
}

function sentenceOf(snapshot: RunSnapshot, standing: RunStanding): string {
  if (standing === 'interrupted')
    return 'The process that carried this run out ended before a verdict. What it had recorded is below; no cloud is blamed.'
  return snapshot.sentence === '' ? progressSentence(snapshot) : snapshot.sentence
}

/** @internal What an open run does now: who, what, how many are needed. */
export function progressSentence(snapshot: RunSnapshot): string {
  const { phase, clusters, needed } = snapshot
  const equal =
    needed === 1 ? '1 digest is enough' : `${String(needed)} equal digests are needed (f + 1)`
  switch (phase) {
    case 'surveying': {
      const answered = clusters.filter((cluster) => cluster.state !== 'surveying').length
      return `Asks ${plural(clusters.length, 'cloud')} who is there and what they hold; ${String(answered)} answered.`
    }
    case 'pinning':
      return 'Pins the input: its manifest is made before anything runs, and checked before and after every use.'
    case 'executing':
      return `${executing(snapshot.attempts)} ${equal}.`
    case 'publishing':
      return `${listed(agreeing(snapshot))} agree; the output is published on them.`
    case 'over':
      return 'The run is over; its report is being written.'
  }
}

function executing(attempts: readonly AttemptView[]): string {
  const open = attempts.filter((each) => each.verdict === null)
  const waiting = open.filter((each) => each.phase === 'voting' || each.phase === 'over')
  const working = open.filter((each) => !waiting.includes(each))
  const manifests = new Set(waiting.map((each) => each.manifest))
  const differ =
    manifests.size > 1
      ? `${listed(waiting.map((each) => each.cluster))} report different digests`
      : ''
  const work =
    working.length === 0
      ? 'All digests are here; the vote is next'
      : `${listed(working.map((each) => each.cluster))} ${working.length === 1 ? 'runs' : 'run'} the job`
  return `${differ === '' ? work : `${differ}; ${work}`}.`
}

const agreeing = (snapshot: RunSnapshot): readonly string[] =>
  snapshot.output.clusters.length > 0
    ? snapshot.output.clusters
    : snapshot.attempts
        .filter((each) => snapshot.units.some((unit) => unit.agreed.includes(each.id)))
        .map((each) => each.cluster)

function factsOf(
  snapshot: RunSnapshot,
  standing: RunStanding,
  now: number,
  own: boolean
): readonly Fact[] {
  const { faults, startedAt, finishedAt } = snapshot
  const facts: Fact[] = [{ term: 'compared by', value: 'bytes, SHA-256' }]
  facts.push({
    term: 'holds if',
    value:
      faults === 0
        ? 'no cloud is faulty'
        : `at most ${plural(faults, 'cloud')} ${faults === 1 ? 'is' : 'are'} faulty`
  })
  const input = inputFact(snapshot)
  if (input !== null) facts.push(input)
  facts.push({ term: 'started', value: when(startedAt, now) })
  if (finishedAt !== null) facts.push({ term: 'took', value: duration(finishedAt - startedAt) })
  else if (standing === 'running') facts.push({ term: 'so far', value: ticking(now - startedAt) })
  else facts.push({ term: 'last seen', value: clock(snapshot.now) })
  const output = outputBytes(snapshot)
  if (standing === 'running' && !own)
    facts.push({ term: 'carried out by', value: 'another process' })
  if (output !== null) facts.push({ term: 'output', value: bytes(output) })
  return facts
}

function inputFact({ inputs }: RunSnapshot): Fact | null {
  if (inputs.length === 0 || inputs.some((input) => input.manifest === null)) return null
  const holders = inputs.filter((input) => input.trust !== 'pinned').map((input) => input.trust)
  return holders.length === 0
    ? { term: 'input', value: 'pinned' }
    : {
        term: 'input trusted from',
        value: listed([...new Set(holders.map((trust) => trust.slice('holder:'.length)))])
      }
}

/** Bytes of the output that was voted for; `null` before that. */
export function outputBytes(snapshot: RunSnapshot): number | null {
  const winners = snapshot.units.map((unit) =>
    snapshot.attempts.find((attempt) => unit.agreed.includes(attempt.id))
  )
  if (winners.length === 0 || winners.some((winner) => winner === undefined)) return null
  return winners
    .flatMap((winner) => winner?.files ?? [])
    .reduce((sum, file) => sum + file.length, 0)
}
