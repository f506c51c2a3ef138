/** The verdict of a run in words, or what it does until there is one; with the facts on which it rests. */
import type { FileEntry } from '@shared/model/manifest.js'
import type { AttemptView, RunSnapshot } from '@shared/model/run.js'
import { methodText } from '../../lib/method.js'
import { bytes, duration, listed, plural, ticking, when } from '../../lib/format.js'
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
  return snapshot.sentence === '' ? progressSentence(snapshot) : shortened(snapshot.sentence)
}

const LONG = 600

/** A sentence for each lie about each chunk is too much: cut after a whole one, the rest stands with the jobs. */
function shortened(sentences: string): string {
  if (sentences.length <= LONG) return sentences
  const end = sentences.lastIndexOf('. ', LONG)
  return `${sentences.slice(0, end === -1 ? LONG : end + 1)} … The other units stand below.`
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
      return snapshot.units.length > 1
        ? `${executingMany(snapshot)} ${equal} for each.`
        : `${executing(snapshot.attempts)} ${equal}.`
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

/** What is decided, what is under way: hundreds of chunks are told in numbers. */
function executingMany({ units, attempts, copies }: RunSnapshot): string {
  const chunks = units.filter(({ role }) => role === 'chunk')
  const counted = chunks.length > 0 ? chunks : units
  const decided = counted.filter((unit) => unit.decided).length
  const open = attempts.filter((each) => each.verdict === null)
  const clouds = [...new Set(open.map((each) => each.cluster))]
  const moving = copies.filter(({ state }) => state === 'running').length
  const under = [
    open.length === 0 ? '' : `${plural(open.length, 'attempt')} on ${listed(clouds)}`,
    moving === 0 ? '' : plural(moving, 'copy', 'copies')
  ].filter((text) => text !== '')
  const work = under.length === 0 ? '' : `; under way: ${under.join(', ')}`
  return `${String(decided)} of ${plural(counted.length, chunks.length > 0 ? 'chunk' : 'job')} ${decided === 1 ? 'is' : 'are'} decided${work}.`
}

const agreeing = (snapshot: RunSnapshot): readonly string[] =>
  snapshot.output.clusters.length > 0
    ? snapshot.output.clusters
    : [
        ...new Set(
          snapshot.attempts
            .filter((each) => snapshot.units.some((unit) => unit.agreed.includes(each.id)))
            .map((each) => each.cluster)
        )
      ]

function factsOf(
  snapshot: RunSnapshot,
  standing: RunStanding,
  now: number,
  own: boolean
): readonly Fact[] {
  const { faults, startedAt, finishedAt } = snapshot
  const facts: Fact[] = [{ term: 'compared by', value: methodText(snapshot.method) }]
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
  else facts.push({ term: 'last seen', value: when(snapshot.now, now) })
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

/**
 * The files of the output that was voted for; `null` before that, and where a snapshot does not tell which of several jobs are published.
 *
 * At task level chunks are published by nobody: what combines them is.
 */
export function outputFiles({
  units,
  attempts,
  granularity
}: RunSnapshot): readonly FileEntry[] | null {
  const published = granularity === 'task' ? units.filter(({ role }) => role === 'job') : units
  if (published.length !== 1) return null
  const [unit] = published
  return attempts.find((attempt) => unit?.agreed.includes(attempt.id))?.files ?? null
}

/** Bytes of {@link outputFiles}. */
export function outputBytes(snapshot: RunSnapshot): number | null {
  return outputFiles(snapshot)?.reduce((sum, file) => sum + file.length, 0) ?? null
}
