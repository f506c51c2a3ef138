/** The verdict of a run in words, or what it does until there is one; with the facts on which it rests. */
import type { FileEntry } from '@shared/model/manifest.js'
import type { AttemptView, RunSnapshot } from '@shared/model/run.js'
import { methodText } from '../../lib/method.js'
import { bytes, duration, listed, ticking, when } from '../../lib/format.js'
import { runLook, type Look, type RunStanding } from '../../lib/states.js'
import { verdictText as text } from '../../text/run-words.js'

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

/** @param now - milliseconds @param own - carried out by this process */
export function bannerOf(
  snapshot: RunSnapshot,
  standing: RunStanding,
  now: number,
  own: boolean
): Banner {
  return {
    look: runLook[standing],
    title: text.titles[standing],
    sentence: sentenceOf(snapshot, standing),
    facts: factsOf(snapshot, standing, now, own)
  }
}

function sentenceOf(snapshot: RunSnapshot, standing: RunStanding): string {
  if (standing === 'interrupted') return text.interrupted
  return snapshot.sentence === '' ? progressSentence(snapshot) : shortened(snapshot.sentence)
}

const LONG = 600

/** A sentence for each lie about each chunk is too much: cut after a whole one, the rest stands with the jobs. */
function shortened(sentences: string): string {
  if (sentences.length <= LONG) return sentences
  const end = sentences.lastIndexOf('. ', LONG)
  return text.cut(sentences.slice(0, end === -1 ? LONG : end + 1))
}

/** @internal What an open run does now: who, what, how many are needed. */
export function progressSentence(snapshot: RunSnapshot): string {
  const { phase, clusters, needed } = snapshot
  const equal = needed === 1 ? text.enough : text.needed(needed)
  switch (phase) {
    case 'surveying': {
      const answered = clusters.filter((cluster) => cluster.state !== 'surveying').length
      return text.surveying(clusters.length, answered)
    }
    case 'pinning':
      return text.pinning
    case 'executing':
      return snapshot.units.length > 1
        ? text.executingMany(executingMany(snapshot), equal)
        : text.executing(executing(snapshot.attempts), equal)
    case 'publishing':
      return text.publishing(agreeing(snapshot))
    case 'over':
      return text.over
  }
}

function executing(attempts: readonly AttemptView[]): string {
  const open = attempts.filter((each) => each.verdict === null)
  const waiting = open.filter((each) => each.phase === 'voting' || each.phase === 'over')
  const working = open.filter((each) => !waiting.includes(each))
  const manifests = new Set(waiting.map((each) => each.manifest))
  const work = working.length === 0 ? text.allHere : text.works(working.map((each) => each.cluster))
  return manifests.size > 1
    ? text.differ(
        waiting.map((each) => each.cluster),
        work
      )
    : work
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
    open.length === 0 ? '' : text.attempts(open.length, clouds),
    moving === 0 ? '' : text.copies(moving)
  ].filter((part) => part !== '')
  const done = chunks.length > 0 ? text.chunksDecided : text.jobsDecided
  const standing = done(decided, counted.length)
  return under.length === 0 ? standing : text.underWay(standing, under)
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
  const { facts: terms } = text
  const facts: Fact[] = [{ term: terms.method, value: methodText(snapshot.method) }]
  facts.push({
    term: terms.holds,
    value: faults === 0 ? text.noFaults : text.faults(faults)
  })
  const input = inputFact(snapshot)
  if (input !== null) facts.push(input)
  facts.push({ term: terms.started, value: when(startedAt, now) })
  if (finishedAt !== null) facts.push({ term: terms.took, value: duration(finishedAt - startedAt) })
  else if (standing === 'running')
    facts.push({ term: terms.soFar, value: ticking(now - startedAt) })
  else facts.push({ term: terms.seen, value: when(snapshot.now, now) })
  const output = outputBytes(snapshot)
  if (standing === 'running' && !own) facts.push({ term: terms.by, value: text.otherProcess })
  if (output !== null) facts.push({ term: terms.output, value: bytes(output) })
  return facts
}

function inputFact({ inputs }: RunSnapshot): Fact | null {
  if (inputs.length === 0 || inputs.some((input) => input.manifest === null)) return null
  const holders = inputs.filter((input) => input.trust !== 'pinned').map((input) => input.trust)
  return holders.length === 0
    ? { term: text.facts.input, value: text.pinned }
    : {
        term: text.facts.trusted,
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
