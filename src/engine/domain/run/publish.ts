/**
 * Publish: f+1 clusters must hold each output under its name, checked there.
 *
 * Where a publication fails (its cluster went out after the vote, say) the verified output is copied to another cluster, checked there, and
 * published in its place. Only when nobody is left the run ends "verified, not published".
 */
import type { WireError } from '../../../shared/model/errors.js'
import type { Millis } from '../../../shared/model/ids.js'
import { andThen, stay, withNote, type Step } from './change.js'
import { startCopies } from './start-copies.js'
import { datasetOf, jobOf, outputDataset, withHolder } from './datasets.js'
import { endRun } from './end-run.js'
import type { EventOf } from './events.js'
import { replicate } from './replicate.js'
import { neededVotes, type RunState, type Unit } from './state.js'

/** Units whose output gets a name. */
export const publishedUnits = (state: RunState): readonly Unit[] =>
  state.units.filter((unit) => unit.role === 'job' && jobOf(state, unit.job).publishAs !== null)

/** Everything that is to be published is known byte by byte, and nothing else is open. */
export function isComputed(state: RunState): boolean {
  return state.units.every((unit) => unit.settled) && publishedUnits(state).length > 0
}

export function publishAll(state: RunState, at: Millis): Step {
  if (state.phase === 'executing' && isComputed(state))
    return publishAll({ ...state, phase: 'publishing' }, at)
  if (state.phase !== 'publishing') return stay(state)
  const asked = publishedUnits(state).reduce<Step>(
    (step, unit) => andThen(step, (next) => publishUnit(next, unit, at)),
    stay(state)
  )
  const started = andThen(asked, (next) => startCopies(next, at))
  // A copy that found no source any more is over at once: then another cluster may take its place.
  return started.state === state ? end(state, at) : andThen(started, (next) => publishAll(next, at))
}

/**
 * Renames begin when every cluster that is to hold the output has it, and copies begin when no rename is under way: a copy must not lose
 * what it reads.
 */
function publishUnit(state: RunState, unit: Unit, at: Millis): Step {
  const own = state.publications.filter((one) => one.unit === unit.id)
  if (own.some((one) => one.at === null)) return stay(state)
  if (publishedOn(state, unit).length >= neededVotes(state)) return stay(state)
  const failed = new Set(own.filter((one) => one.error !== null).map((one) => one.cluster))
  const dataset = datasetOf(state, outputDataset(unit.id))
  const needed = neededVotes(state)
  const copied = replicate(state, dataset, needed, (cluster) => !failed.has(cluster), at)
  if (copied.holders.length < needed && !copied.stuck) return stay(copied.state)
  const fresh = copied.holders.filter((cluster) => !own.some((one) => one.cluster === cluster))
  if (fresh.length === 0) return stay(copied.state)
  const publications = fresh.map((cluster) => ({
    unit: unit.id,
    cluster,
    since: null,
    at: null,
    error: null
  }))
  return {
    state: { ...copied.state, publications: [...copied.state.publications, ...publications] },
    commands: fresh.map((cluster) => ({ type: 'publish', unit: unit.id, cluster }))
  }
}

export function publicationEnded(
  state: RunState,
  { unit, cluster, since, at, error }: EventOf<'published'>
): RunState {
  const open = state.publications.some(
    (one) => one.unit === unit && one.cluster === cluster && one.at === null
  )
  if (!open) return state
  const noted = {
    ...state,
    publications: state.publications.map((one) =>
      one.unit === unit && one.cluster === cluster && one.at === null
        ? { ...one, since, at, error }
        : one
    )
  }
  if (error !== null)
    return withNote(noted, at, 'error', `not published: ${error.message}`, cluster)
  // It was renamed: copies that are still needed have to read it there.
  const path = jobOf(state, unit).publishAs
  return path === null
    ? noted
    : withHolder(noted, outputDataset(unit), cluster, { type: 'path', path })
}

function end(state: RunState, at: Millis): Step {
  if (state.publications.some((one) => one.at === null)) return stay(state)
  const needed = neededVotes(state)
  const short = publishedUnits(state).filter((unit) => publishedOn(state, unit).length < needed)
  const [first] = short
  if (first === undefined) return endRun(state, at, 'verified', null, 'NOT_NEEDED')
  const failed = new Set(
    state.publications
      .filter((one) => one.unit === first.id && one.error !== null)
      .map((one) => one.cluster)
  )
  const dataset = datasetOf(state, outputDataset(first.id))
  const { stuck } = replicate(state, dataset, needed, (cluster) => !failed.has(cluster), at)
  if (!stuck) return stay(state)
  return notPublished(state, first, at)
}

const publishedOn = (state: RunState, unit: Unit) =>
  state.publications.filter((one) => one.unit === unit.id && one.at !== null && one.error === null)

function notPublished(state: RunState, unit: Unit, at: Millis): Step {
  const failed = state.publications.filter((one) => one.unit === unit.id && one.error !== null)
  const held = publishedOn(state, unit).length
  const error: WireError = {
    code: 'NOT_PUBLISHED',
    message: `the output is verified, but only ${String(held)} of ${String(neededVotes(state))} clusters hold it as "${jobOf(state, unit.job).publishAs ?? ''}": ${failed.map((one) => `${one.cluster}: ${one.error?.message ?? ''}`).join('; ')}`,
    hint: `The verified files still lie in the attempts’ own folders; this names them: npx medusa runs ${state.plan.run} --json`
  }
  return endRun(state, at, 'verified', error, 'NOT_NEEDED')
}
