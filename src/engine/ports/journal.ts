/**
 * The port to the journals: one file a run, a line an event, fsynced before anyone acts on it.
 *
 * A torn last line (the process died while writing) is dropped and reported; a line that does not parse anywhere else means a damaged
 * journal: it is set aside, named and reported, never deleted.
 */
import type { RunId } from '../../shared/model/ids.js'

export interface OpenJournal {
  /** Resolves when all lines are on disk; calls that arrive together share one fsync. @throws ConsoleError `DISK_FULL` */
  append(lines: readonly object[]): Promise<void>
  close(): Promise<void>
}

export interface JournalContent {
  readonly events: readonly unknown[]
  /** The torn last line, if there was one. */
  readonly torn: string | null
}

export interface JournalStore {
  /** Makes the run's folder and takes its lock. @throws ConsoleError `RUN_LOCKED`, `DISK_FULL` */
  create(run: RunId): Promise<OpenJournal>
  /** @throws ConsoleError `RUN_UNKNOWN`, `JOURNAL_DAMAGED` (after setting the file aside) */
  read(run: RunId): Promise<JournalContent>
  /** Runs that have a journal, newest first. */
  list(): Promise<readonly RunId[]>
  /** Replaces a file of the run atomically: the report, the job file as it was, progress for other processes to see. */
  keep(
    run: RunId,
    file: 'report.json' | 'job.json' | 'progress.json',
    content: object
  ): Promise<void>
  /** @returns `null` when it does not exist */
  kept(run: RunId, file: 'report.json' | 'job.json' | 'progress.json'): Promise<unknown>
  /** Calls back when the journal or the progress of a run changed on disk, also by another process. */
  watch(run: RunId, onChange: () => void): () => void
  /** Is the run's lock held by a living process? */
  isLocked(run: RunId): Promise<boolean>
}
