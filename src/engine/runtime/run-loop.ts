/**
 * One run's imperative shell: events go into the journal, then into the machine, then its commands are carried out.
 *
 * Invariants:
 * - an event is on disk before anything follows from it, and before the message that brought it is acknowledged;
 * - events that arrive together share one fsync, in the order of their arrival;
 * - a command's carrier never throws: what goes wrong comes back as an event;
 * - a journal that can't be written ends the run: what is not on disk did not happen.
 */
import { assertNever, ConsoleError, toWireError } from '../../shared/model/errors.js'
import type { AttemptId, ClusterName, CopyId, Millis } from '../../shared/model/ids.js'
import type { RunSnapshot } from '../../shared/model/run.js'
import type { RunCommand } from '../domain/run/commands.js'
import type { RunEvent } from '../domain/run/events.js'
import type { RunPlan } from '../domain/run/plan.js'
import { toSnapshot, type LiveProgress } from '../domain/run/projections.js'
import { isOpen, isUnderWay, type RunState } from '../domain/run/state.js'
import { step } from '../domain/run/step.js'
import type { OpenJournal } from '../ports/journal.js'
import type { ProgressItem } from '../protocol/tasks/values.js'
import { runAttempt } from './commands/attempt.js'
import { compareAttempts } from './commands/compare.js'
import { runCopy } from './commands/copy.js'
import { digestInput, reportInput } from './commands/inputs.js'
import { killAttempt, killCopy } from './commands/kill.js'
import { publish } from './commands/publish.js'
import { survey } from './commands/survey.js'
import { reasonOf, type RunContext } from './context.js'
import { shownProgress, STAGING } from './live-progress.js'
import type { EnginePorts } from './ports.js'
import type { PreparedRun, RunSources } from './prepare-run.js'
import { ProgressWatch } from './progress-watch.js'

interface Pending {
  readonly event: RunEvent
  readonly settle: (() => void) | undefined
}

/** What the loop tells its owner. */
export interface RunListener {
  /** State, or something that is only shown, has changed. */
  changed(): void
  /** The machine is done; kills may still be under way. */
  over(): void
  /** The journal can't be written any more (`DISK_FULL`), or the machine made a mistake. */
  broken(cause: unknown): void
}

export class RunLoop implements RunContext {
  readonly plan: RunPlan
  readonly sources: RunSources
  readonly #progress = new Map<AttemptId, LiveProgress>()
  readonly #copied = new Map<CopyId, number>()
  readonly #copyPictures = new Map<CopyId, string>()
  readonly #done = new Map<string, Promise<void>>()
  readonly #watches = new Map<ClusterName, ProgressWatch>()
  readonly #signals = new Map<AttemptId | CopyId, AbortController>()
  readonly #closed = new AbortController()
  readonly #carrying = new Set<Promise<void>>()
  #queue: Pending[] = []
  #pumping = false
  #state: RunState | null = null
  #revision = 0

  /** @param heartbeats - console clock of each cluster's last heartbeat */
  constructor(
    prepared: PreparedRun,
    readonly ports: EnginePorts,
    private readonly journal: OpenJournal,
    private readonly heartbeats: ReadonlyMap<ClusterName, Millis>,
    private readonly listener: RunListener
  ) {
    this.plan = prepared.plan
    this.sources = prepared.sources
  }

  /** Begins. Everything else follows from events. */
  start(): void {
    this.emit({ type: 'started', at: this.ports.clock.now(), plan: this.plan })
  }

  hasBegun(): boolean {
    return this.#state !== null
  }

  state(): RunState {
    if (this.#state === null) throw new ConsoleError('INTERNAL', 'the run has not begun')
    return this.#state
  }

  /** `null` before the first event is on disk. */
  snapshot(): RunSnapshot | null {
    if (this.#state === null) return null
    const snapshot = toSnapshot(this.#state, {
      now: this.ports.clock.now(),
      live: this.#state.phase !== 'over',
      progress: this.#progress,
      copied: this.#copied,
      heartbeats: this.heartbeats
    })
    return { ...snapshot, version: this.#revision }
  }

  emit(event: RunEvent, settle?: () => void): void {
    if (this.#closed.signal.aborted) return
    this.#queue.push({ event, settle })
    void this.#pump()
  }

  showProgress(attempt: AttemptId, progress: Partial<LiveProgress>): void {
    this.#progress.set(attempt, { ...(this.#progress.get(attempt) ?? STAGING), ...progress })
    this.#changed()
  }

  progressOf(attempt: AttemptId): LiveProgress | undefined {
    return this.#progress.get(attempt)
  }

  showCopied(copy: CopyId, bytes: number): void {
    this.#copied.set(copy, bytes)
    this.#changed()
  }

  copiedOf(copy: CopyId): number {
    return this.#copied.get(copy) ?? 0
  }

  copyPicture(copy: CopyId): string {
    return `${String(this.copiedOf(copy))} ${this.#copyPictures.get(copy) ?? ''}`
  }

  get closed(): AbortSignal {
    return this.#closed.signal
  }

  once(name: string, work: () => Promise<void>): Promise<void> {
    const known = this.#done.get(name)
    if (known !== undefined) return known
    const doing = work()
    this.#done.set(name, doing)
    doing.catch(() => this.#done.delete(name))
    return doing
  }

  watch(cluster: ClusterName): ProgressWatch {
    const known = this.#watches.get(cluster)
    if (known !== undefined) return known
    const onItem = (item: ProgressItem): void => {
      this.#show(cluster, item)
    }
    const watch = new ProgressWatch(this, cluster, onItem, this.#closed.signal)
    this.#watches.set(cluster, watch)
    return watch
  }

  signalOf(id: AttemptId | CopyId): AbortSignal {
    const known = this.#signals.get(id)
    if (known !== undefined) return known.signal
    const controller = new AbortController()
    this.#signals.set(id, controller)
    return controller.signal
  }

  /** Waits for commands that are still being carried out (kills), then closes the journal. Nothing is journaled afterwards. */
  async close(): Promise<void> {
    await Promise.all([...this.#carrying])
    this.#closed.abort()
    await this.journal.close()
  }

  /** Waits for nothing: the journal broke, or the process is being ended. */
  abandon(): void {
    this.#closed.abort()
    for (const controller of this.#signals.values()) controller.abort()
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    try {
      while (this.#queue.length > 0) {
        const batch = this.#queue
        this.#queue = []
        await this.#write(batch.map(({ event }) => event))
        const commands = batch.flatMap(({ event, settle }) => {
          const next = step(this.#state, event)
          this.#state = next.state
          settle?.()
          return next.commands
        })
        this.#releaseEnded()
        this.#changed()
        for (const command of commands) this.#carryOut(command)
      }
    } catch (thrown) {
      this.abandon()
      this.listener.broken(thrown)
    } finally {
      this.#pumping = false
    }
  }

  async #write(events: readonly RunEvent[]): Promise<void> {
    try {
      await this.journal.append(events)
    } catch (thrown) {
      const { run } = this.plan
      const message = `the journal of ${run} can't be written: ${reasonOf(thrown)}`
      throw new ConsoleError('DISK_FULL', message, {
        cause: thrown,
        hint: `Make room, then look at the run with "medusa runs ${run}". Its attempts were stopped.`,
        facts: { code: toWireError(thrown).code }
      })
    }
  }

  /** Uploads and calls of what is over for the machine stop here. */
  #releaseEnded(): void {
    const { attempts, copies } = this.state()
    for (const attempt of attempts) if (!isOpen(attempt)) this.#signals.get(attempt.id)?.abort()
    for (const copy of copies) if (!isUnderWay(copy)) this.#signals.get(copy.id)?.abort()
  }

  #carryOut(command: RunCommand): void {
    if (command.type === 'finish') {
      this.listener.over()
      return
    }
    const carried = this.#carrier(command).catch((thrown: unknown) => {
      this.ports.log.write('error', `command ${command.type}: ${reasonOf(thrown)}`)
    })
    if (command.type !== 'kill' && command.type !== 'kill-copy') return
    this.#carrying.add(carried)
    void carried.finally(() => this.#carrying.delete(carried))
  }

  #carrier(command: Exclude<RunCommand, { type: 'finish' }>): Promise<void> {
    switch (command.type) {
      case 'survey':
        return survey(this, command.cluster)
      case 'digest-input':
        return digestInput(this, command.input)
      case 'report-input':
        return reportInput(this, command.input, command.cluster)
      case 'copy':
        return runCopy(this, command.copy)
      case 'kill-copy':
        return killCopy(this, command.copy, command.cluster)
      case 'attempt':
        return runAttempt(this, command.attempt, command.cluster)
      case 'kill':
        return killAttempt(this, command.attempt, command.cluster)
      case 'compare':
        return compareAttempts(this, command.unit, command.left, command.right)
      case 'publish':
        return publish(this, command.unit, command.cluster)
      default:
        return assertNever(command, 'run command')
    }
  }

  /** A cluster speaks about its own attempts and copies only. */
  #show(cluster: ClusterName, item: ProgressItem): void {
    if (item.kind === 'copy') {
      const copy = this.#state?.copies.find((one) => one.id === (item.id as CopyId))
      if (copy?.to !== cluster || !isUnderWay(copy)) return
      // distcp has percentages instead of bytes.
      this.#copyPictures.set(copy.id, [item.phase, item.map, item.reduce].join(' '))
      this.showCopied(copy.id, item.bytes)
      return
    }
    const attempt = this.#state?.attempts.find((one) => one.id === (item.id as AttemptId))
    if (attempt?.cluster !== cluster || !isOpen(attempt)) return
    const before = this.#progress.get(attempt.id) ?? STAGING
    this.#progress.set(attempt.id, shownProgress(before, item, this.ports.clock.now()))
    this.#changed()
  }

  #changed(): void {
    this.#revision += 1
    this.listener.changed()
  }
}
