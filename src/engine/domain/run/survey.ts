/**
 * Survey and pin: who is there, who holds which input, and what exactly the inputs are.
 *
 * An input is pinned by the console's own upload, by a manifest that the user gave, or by f+1 holders that report the same one. With a single
 * holder nobody can check it: the run goes on and says `holder:X`. Clusters that contradict the pinned manifest are left out, with the reason.
 */
import type { ClusterName, Millis } from '../../../shared/model/ids.js'
import { rankAtRandom } from '../ranking.js'
import { tolerance, toleranceSentence } from '../tolerance.js'
import { finish, readyClusters, stay, andThen, withCluster, withNote, type Step } from './change.js'
import { evaluate } from './execute.js'
import { neededVotes, type Holding, type InputState, type RunState } from './state.js'

/** Goes on when every cluster has answered or is silent, and every local input is read. */
export function afterSurvey(state: RunState, at: Millis): Step {
  const waiting = [...state.clusters.values()].some((standing) => standing.type === 'surveying')
  const reading = state.inputs.some(
    (input, index) => state.plan.inputs[index]?.type === 'upload' && input.view.manifest === null
  )
  if (waiting || reading) return stay(state)
  return refuseOccupiedOutput(state, at) ?? refuseTooFew(state, at) ?? askHolders(state, at)
}

/** One cluster that says "the output exists" may lie, f+1 cannot all. */
function refuseOccupiedOutput(state: RunState, at: Millis): Step | null {
  const occupied = [...state.clusters]
    .filter(([, standing]) => standing.type === 'excluded' && standing.reason.startsWith(OCCUPIED))
    .map(([name]) => name)
  const left = readyClusters(state).length
  if (occupied.length === 0) return null
  if (occupied.length < neededVotes(state) && left >= neededVotes(state)) return null
  return finish(state, at, 'failed', {
    code: 'OUTPUT_EXISTS',
    message: `the output path "${state.plan.output}" exists already on ${occupied.join(', ')}`,
    hint: 'Choose another "output" in the job file, or remove the old one.'
  })
}

export const OCCUPIED = 'the output path exists there'

function refuseTooFew(state: RunState, at: Millis): Step | null {
  const ready = readyClusters(state).length
  if (ready >= neededVotes(state)) return null
  const why = [...state.clusters]
    .flatMap(([name, standing]) =>
      standing.type === 'excluded' || standing.type === 'silent'
        ? [`${name}: ${standing.reason}`]
        : []
    )
    .join('; ')
  return finish(state, at, 'failed', {
    code: 'TOO_FEW_CLUSTERS',
    message: `${toleranceSentence(tolerance(ready, state.plan.faults))} (${why})`,
    hint: 'Bring the missing clusters back, or lower "faults".'
  })
}

function askHolders(state: RunState, at: Millis): Step {
  const commands = state.plan.inputs.flatMap((input, index) =>
    input.type === 'hdfs' && input.manifest === null
      ? holders(state, index).map((cluster) => ({
          type: 'report-input' as const,
          input: index,
          cluster
        }))
      : []
  )
  return andThen({ state: { ...state, phase: 'pinning' }, commands }, (next) => afterPin(next, at))
}

/** Ready clusters that said in the survey that they hold the input. */
function holders(state: RunState, input: number): readonly ClusterName[] {
  return readyClusters(state).filter((name) => {
    const standing = state.clusters.get(name)
    return standing?.type === 'ready' && standing.holds[input] === true
  })
}

/** Goes on when every holder of every open input has reported. */
export function afterPin(state: RunState, at: Millis): Step {
  let next = state
  for (const [index, input] of state.inputs.entries()) {
    if (input.view.manifest !== null) continue
    const asked = holders(state, index)
    const heard = new Set(input.holdings.map((holding) => holding.cluster))
    if (asked.some((name) => !heard.has(name))) return stay(state)
    const pinned = pin(input, neededVotes(state))
    if (pinned === null) return refuseInput(state, at, index)
    next = excludeOthers(next, index, pinned)
  }
  return rankAndStart(next, at)
}

/** The manifest that f+1 holders share; that of the only holder; otherwise none. */
function pin(input: InputState, needed: number): InputState | null {
  const told = input.holdings.filter((holding) => holding.manifest !== null)
  const groups = new Map<string, Holding[]>()
  for (const holding of told) {
    const key = String(holding.manifest)
    groups.set(key, [...(groups.get(key) ?? []), holding])
  }
  const largest = [...groups.values()].sort((a, b) => b.length - a.length)[0]
  const first = largest?.[0]
  if (largest === undefined || first === undefined) return null
  if (largest.length < needed && told.length > 1) return null
  return {
    ...input,
    view: {
      ...input.view,
      manifest: first.manifest,
      files: first.files,
      bytes: first.bytes,
      // With f = 0 one holder is a quorum, and still nobody could check it.
      trust: largest.length > 1 ? 'pinned' : `holder:${first.cluster}`
    }
  }
}

function refuseInput(state: RunState, at: Millis, index: number): Step {
  const input = state.inputs[index]
  const told = input?.holdings.filter((holding) => holding.manifest !== null) ?? []
  const path = input?.view.path ?? ''
  return finish(
    state,
    at,
    'failed',
    told.length === 0
      ? {
          code: 'INPUT_MISSING',
          message: `no cluster holds the input "${path}"`,
          hint: 'Check the path, or use "upload:" with a local folder.'
        }
      : {
          code: 'INPUT_DISAGREES',
          message: `the clusters hold different data as "${path}": ${told.map((holding) => `${holding.cluster} ${String(holding.manifest).slice(0, 15)}…`).join(', ')}`,
          hint: 'Give the right one with "manifest: sha256:…", or use "upload:" with a local folder.'
        }
  )
}

function excludeOthers(state: RunState, index: number, pinned: InputState): RunState {
  const inputs = state.inputs.map((input, at) => (at === index ? pinned : input))
  return pinned.holdings
    .filter((holding) => holding.manifest !== pinned.view.manifest)
    .reduce<RunState>(
      (next, holding) =>
        withCluster(next, holding.cluster, {
          type: 'excluded',
          reason: `its copy of ${pinned.view.path} differs from the pinned one`
        }),
      { ...state, inputs }
    )
}

function rankAndStart(state: RunState, at: Millis): Step {
  const lacking = readyClusters(state).flatMap((name) => {
    const missing = state.plan.inputs.find((_, index) => !holders(state, index).includes(name))
    return missing === undefined ? [] : [{ name, path: missing.path }]
  })
  const eligible = lacking.reduce<RunState>(
    (next, { name, path }) =>
      withCluster(next, name, { type: 'excluded', reason: `it does not hold the input ${path}` }),
    state
  )
  const tooFew = refuseTooFew(eligible, at)
  if (tooFew !== null) return tooFew
  const ranked = rankAtRandom(readyClusters(eligible), state.plan.seed)
  const told =
    state.plan.ranking === 'prediction'
      ? withNote(
          eligible,
          at,
          'warning',
          `ranking "prediction" has no job history to learn from: ranked at random, seed ${String(state.plan.seed)}`
        )
      : eligible
  return evaluate({ ...told, ranked, phase: 'executing' }, at)
}
