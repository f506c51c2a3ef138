/**
 * Pin: what exactly the inputs are, and who holds them.
 *
 * An input is pinned by the console's own upload, by a manifest that the user gave, or by f+1 holders that report the same one. With a single
 * holder nobody can check it: the run goes on and says `holder:X`. Clusters that contradict the pinned manifest are left out, with the reason;
 * those that lack it get a copy.
 */
import { isNumeric } from '../../../shared/model/compare.js'
import type { ClusterName, ManifestDigest, Millis, UnitId } from '../../../shared/model/ids.js'
import { rankAtRandom } from '../ranking.js'
import { tolerance, toleranceSentence } from '../tolerance.js'
import { carryOn } from './carry-on.js'
import { andThen, finish, readyClusters, stay, withCluster, withNote, type Step } from './change.js'
import { inputDataset, withDataset } from './datasets.js'
import { grouped, kept } from './lookup.js'
import { freshUnit, withLocalPieces } from './settle.js'
import { neededVotes, type Dataset, type Holding, type InputState, type RunState } from './state.js'

export function refuseTooFew(state: RunState, at: Millis): Step | null {
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

/** Holders are asked also for an input that the user pinned: who has something else must not run on it. */
export function askHolders(state: RunState, at: Millis): Step {
  const commands = state.plan.inputs.flatMap((input, index) =>
    input.type === 'hdfs'
      ? holders(state, index).map((cluster) => ({
          type: 'report-input' as const,
          input: index,
          cluster
        }))
      : []
  )
  return andThen({ state: { ...state, phase: 'pinning', pinningAt: at }, commands }, (next) =>
    afterPin(next, at)
  )
}

/** Ready clusters that said in the survey that they hold the input. */
const holders = (state: RunState, input: number): readonly ClusterName[] =>
  holdersByInput(state.clusters).get(input) ?? []

const holdersByInput = kept((clusters: RunState['clusters']) => {
  const index = new Map<number, ClusterName[]>()
  for (const [name, standing] of clusters)
    if (standing.type === 'ready')
      for (const [input, holds] of standing.holds.entries())
        if (holds) index.set(input, [...(index.get(input) ?? []), name])
  return index
})

const heardOf = kept(
  (holdings: readonly Holding[]) => new Set(holdings.map((holding) => holding.cluster))
)

/** Goes on when every holder of every input has reported. */
export function afterPin(state: RunState, at: Millis): Step {
  const pins: (readonly [index: number, pinned: InputState])[] = []
  for (const [index, input] of state.inputs.entries()) {
    const planned = state.plan.inputs[index]
    if (planned?.type !== 'hdfs') continue
    const heard = heardOf(input.holdings)
    if (holders(state, index).some((name) => !heard.has(name))) return stay(state)
    const pinned =
      planned.manifest === null ? pin(input, neededVotes(state)) : pinGiven(input, planned.manifest)
    if (pinned === null) return refuseInput(state, at, index)
    pins.push([index, pinned])
  }
  // Only now: this comes with every report, and most of them leave others to be waited for.
  const placed = pins.reduce<RunState>(
    (next, [index, pinned]) => placeInput(next, index, pinned, at),
    state
  )
  return rankAndStart(placed, at)
}

/** The user knows what it must be: whoever has that is a holder. */
function pinGiven(input: InputState, manifest: ManifestDigest): InputState | null {
  const holding = input.holdings.find((one) => one.manifest === manifest)
  if (holding === undefined) return null
  const { files, bytes } = holding
  return { ...input, view: { ...input.view, manifest, files, bytes } }
}

/** How many could tell what they hold, and the most that say the same. */
const agreementOf = kept((holdings: readonly Holding[]) => {
  const told = holdings.filter((holding) => holding.manifest !== null)
  const groups = [...grouped(told, (holding) => holding.manifest).values()]
  return { told: told.length, largest: groups.sort((a, b) => b.length - a.length)[0] ?? [] }
})

/** The manifest that f+1 holders share; that of the only holder; otherwise none. */
function pin(input: InputState, needed: number): InputState | null {
  const { told, largest } = agreementOf(input.holdings)
  const [first] = largest
  if (first === undefined || (largest.length < needed && told > 1)) return null
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
  const given = state.plan.inputs[index]?.type === 'hdfs' ? (input?.view.manifest ?? null) : null
  const unread = (input?.holdings ?? []).filter((holding) => holding.manifest === null)
  const why = unread.map(({ cluster, reason }) => `${cluster}: ${reason ?? 'no answer'}`).join('; ')
  if (told.length === 0)
    return finish(state, at, 'failed', {
      code: 'INPUT_MISSING',
      message: `no cluster that can be reached holds the input "${path}"${why === '' ? '' : ` (${why})`}`,
      hint: 'Check the path, or use "upload:" with a local folder.'
    })
  const names = told.map(({ cluster }) => cluster).join(' and ')
  if (given === null && new Set(told.map(({ manifest }) => manifest)).size === 1)
    return finish(state, at, 'failed', {
      code: 'INPUT_DISAGREES',
      message: `only ${names} hold "${path}" (${String(told[0]?.manifest)}), and ${String(neededVotes(state))} clusters have to agree about it`,
      hint: 'Say with "manifest: sha256:…" that this is right, or use "upload:" with a local folder.'
    })
  const said = told
    .map(
      ({ cluster, manifest, files, bytes }) =>
        `${cluster} has ${String(files)} files, ${String(bytes)} bytes, ${String(manifest)}`
    )
    .join('; ')
  return finish(state, at, 'failed', {
    code: 'INPUT_DISAGREES',
    message:
      given === null
        ? `the clusters hold different data as "${path}", and no ${String(neededVotes(state))} of them agree: ${said}`
        : `no cluster holds "${path}" with the manifest ${given} that the job file gives: ${said}`,
    hint: 'Give the right one with "manifest: sha256:…" (who holds it will be the source for the others), or use "upload:" with a local folder.'
  })
}

/** The input becomes a data set that its holders have; who has something else under that name is left out. */
function placeInput(state: RunState, index: number, pinned: InputState, at: Millis): RunState {
  const { path, manifest, files, bytes } = pinned.view
  const inputs = state.inputs.map((input, other) => (other === index ? pinned : input))
  const have = pinned.holdings.filter((holding) => holding.manifest === manifest)
  const dataset: Dataset = {
    id: inputDataset(index),
    label: path,
    local: null,
    manifest: manifest ?? ('' as ManifestDigest),
    files,
    bytes,
    holders: new Map(have.map(({ cluster }) => [cluster, { type: 'path', path }])),
    lines: null
  }
  return pinned.holdings.reduce<RunState>(
    (next, holding) => {
      if (holding.manifest === manifest) return next
      return holding.manifest === null
        ? withNote(
            next,
            at,
            'warning',
            `can't say what it holds as ${path}: ${holding.reason ?? 'no answer'}`,
            holding.cluster
          )
        : withCluster(next, holding.cluster, {
            type: 'excluded',
            reason: `its ${path} differs from the pinned one (${String(holding.files)} files, ${String(holding.bytes)} bytes, ${holding.manifest})`
          })
    },
    withDataset({ ...state, inputs }, dataset)
  )
}

function rankAndStart(state: RunState, at: Millis): Step {
  const tooFew = refuseTooFew(state, at)
  if (tooFew !== null) return tooFew
  const ranked = rankAtRandom(readyClusters(state), state.plan.seed)
  const told =
    state.plan.ranking === 'prediction'
      ? withNote(
          state,
          at,
          'warning',
          `ranking "prediction" has no job history to learn from: ranked at random, seed ${String(state.plan.seed)}`
        )
      : state
  return carryOn(withUnits(withCosts({ ...told, ranked, phase: 'executing' }, at)), at)
}

/** Local inputs become data sets that nobody holds yet, or their pieces do; an input on the clusters is cut there, as a unit with a vote. */
function withUnits(state: RunState): RunState {
  const { jobs, inputs } = state.plan
  const placed = inputs.reduce<RunState>((next, input, index) => {
    const view = state.inputs[index]?.view
    if (input.type !== 'upload' || view === undefined || view.manifest === null) return next
    const { path, manifest, files, bytes } = view
    return withDataset(next, {
      id: inputDataset(index),
      label: path,
      local: { input: index, chunk: null },
      manifest,
      files,
      bytes,
      holders: new Map(),
      lines: null
    })
  }, state)
  return jobs.reduce<RunState>((next, job) => {
    const source = job.sources[0]
    if (!job.cut || source?.type !== 'input') return next
    const pieces = state.inputs[source.input]?.pieces ?? []
    if (inputs[source.input]?.type === 'upload')
      return withLocalPieces(next, job.id, source.input, pieces)
    const unit = freshUnit(`${job.id}-cut` as UnitId, job.id, 'cut', null)
    return { ...next, units: [...next.units, unit] }
  }, placed)
}

/** What a rule costs is said before it is paid. */
function withCosts(state: RunState, at: Millis): RunState {
  const numeric = state.plan.jobs.filter((job) => isNumeric(job.compare))
  if (numeric.length === 0) return state
  const bytes = state.inputs.reduce((sum, input) => sum + input.view.bytes, 0)
  const pairs = (neededVotes(state) * (neededVotes(state) - 1)) / 2
  const names = numeric.map((job) => job.id).join(', ')
  return withNote(
    state,
    at,
    'info',
    `numbers of ${names} are compared here: each pair of outputs is read whole over the network, at least ${String(pairs)} ${pairs === 1 ? 'pair' : 'pairs'} a unit; were the outputs as large as the inputs, that would be ${String(2 * pairs * bytes)} bytes`
  )
}
