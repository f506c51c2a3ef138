/**
 * Compare the values of two outputs: both are read here at once, and hashed, for the comparison is worth nothing unless what was read is what was digested.
 */
import { ConsoleError } from '../../../shared/model/errors.js'
import { isNumeric } from '../../../shared/model/compare.js'
import type { AttemptId, Sha256, UnitId } from '../../../shared/model/ids.js'
import type { FileEntry } from '../../../shared/model/manifest.js'
import { jobOf } from '../../domain/run/datasets.js'
import type { Comparison, EventOf } from '../../domain/run/events.js'
import type { Attempt } from '../../domain/run/state.js'
import {
  compareOutputs,
  type ComparedOutput,
  type Comparison as Compared
} from '../compare-streams.js'
import { reasonOf, type RunContext } from '../context.js'
import { attemptOf, attemptPath } from '../layout.js'
import { streamOf } from '../stream-of.js'

const READ_TRIES = 3

export async function compareAttempts(
  context: RunContext,
  unit: UnitId,
  left: AttemptId,
  right: AttemptId
): Promise<void> {
  const { ports } = context
  const since = ports.clock.now()
  let bytes = 0
  let outcome: Comparison | null = null
  for (let attempt = 1; outcome === null; attempt += 1) {
    const sides = [left, right].map((id) => new Side(context, attemptOf(context.state(), id))) as [
      Side,
      Side
    ]
    const result = await compareSides(context, unit, sides)
    bytes += sides[0].bytes + sides[1].bytes
    // A read that broke off is nobody's lie: it is tried again before a voice is lost by it.
    if (!sides.some((side) => side.failed) || attempt >= READ_TRIES) outcome = result
  }
  const event: EventOf<'compared'> = {
    type: 'compared',
    at: ports.clock.now(),
    unit,
    left,
    right,
    since,
    bytes,
    outcome
  }
  context.emit(event)
}

async function compareSides(
  context: RunContext,
  unit: UnitId,
  sides: readonly [Side, Side]
): Promise<Comparison> {
  const [left, right] = sides
  const owner = context.state().units.find(({ id }) => id === unit)
  const rule = owner === undefined ? 'bytes' : jobOf(context.state(), owner.job).compare
  if (!isNumeric(rule)) throw new ConsoleError('INTERNAL', `${unit} is not compared by its values`)
  let compared: Compared
  try {
    compared = await compareOutputs(left.output(), right.output(), {
      ...rule.numeric,
      signal: context.closed
    })
  } catch (thrown) {
    const failed = sides.find((side) => side.failed) ?? left
    return { type: 'misread', attempt: failed.attempt.id, cause: reasonOf(thrown) }
  }
  if (compared.difference?.file !== null)
    for (const side of sides) {
      const cause = side.fault()
      if (cause !== null) return { type: 'misread', attempt: side.attempt.id, cause }
    }
  const { difference } = compared
  return {
    type: 'compared',
    within: compared.within,
    difference:
      difference === null
        ? null
        : `${difference.file ?? 'files'} line ${String(difference.line)}: ${difference.reason}`
  }
}

/** One of the two outputs while it is read. */
class Side {
  readonly #digests = new Map<string, Sha256>()
  readonly #read = new Map<string, number>()
  bytes = 0
  /** Reading it went wrong. */
  failed = false

  constructor(
    private readonly context: RunContext,
    readonly attempt: Attempt
  ) {}

  output(): ComparedOutput {
    return {
      files: this.#parts().map(({ path }) => path),
      open: (file) => this.#open(file),
      onChunk: (file, chunk) => {
        this.bytes += chunk.length
        this.#take(file, chunk.length)
      }
    }
  }

  /** What was read and is not what the attempt had digested; `null`: it is. */
  fault(): string | null {
    for (const { path, sha256 } of this.#parts()) {
      const read = this.#digests.get(path)
      if (read !== sha256)
        return `it serves ${path} with SHA-256 ${read?.slice(0, 12) ?? ''}…, and had digested ${sha256.slice(0, 12)}…`
    }
    return null
  }

  /** Whoever serves more than it digested need not be read to an end that may never come. */
  #take(file: string, length: number): void {
    const read = (this.#read.get(file) ?? 0) + length
    this.#read.set(file, read)
    const digested = this.#parts().find(({ path }) => path === file)?.length ?? 0
    if (read <= digested) return
    this.failed = true
    throw new Error(`it serves more of ${file} than the ${String(digested)} bytes it had digested`)
  }

  /** All that is voted on, whatever its name: one of these outputs will be published whole. */
  #parts(): readonly FileEntry[] {
    return this.attempt.files.filter(({ path }) => !/(^|\/)_SUCCESS$/.test(path))
  }

  async *#open(file: string): AsyncGenerator<Uint8Array> {
    const { cluster, unit, id } = this.attempt
    const { plan, ports } = this.context
    const path = `${attemptPath(plan, cluster, unit, id)}/${file}`
    try {
      yield* streamOf(async (sink, signal) => {
        const { sha256 } = await ports.fileSystem.read(cluster, path, sink, { signal })
        this.#digests.set(file, sha256)
      })
    } catch (thrown) {
      this.failed = true
      throw thrown
    }
  }
}
