/**
 * The closed set of things that can go wrong, with the exit code of the command line for each.
 *
 * An error names the thing, the value and the remedy. Facts go into `facts`, never a secret.
 * Across IPC only {@link WireError} travels: prototypes do not survive structured clone.
 */

/** Exit codes of the command line, documented in the README. */
export const exitCode = {
  done: 0,
  unexpected: 1,
  badInput: 2,
  notVerified: 3,
  tooFewClusters: 4,
  interrupted: 130
} as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/** Every code there is → the exit code it leads to. */
export const errorCodes = {
  BAD_INPUT: exitCode.badInput,
  BAD_JOB_FILE: exitCode.badInput,
  BAD_SETTINGS: exitCode.badInput,
  /** A configuration file of Hadoop or RabbitMQ that cannot be read. */
  BAD_CONFIGURATION: exitCode.badInput,
  /** A password that nobody has: no file, no keyring, not given for this session. */
  SECRET_MISSING: exitCode.badInput,
  FILE_MISSING: exitCode.badInput,
  INPUT_MISSING: exitCode.badInput,
  INPUT_CHANGED: exitCode.badInput,
  OUTPUT_EXISTS: exitCode.badInput,
  NOT_AVAILABLE: exitCode.badInput,
  RUN_UNKNOWN: exitCode.badInput,
  RUN_LOCKED: exitCode.badInput,
  ENVIRONMENT_UNKNOWN: exitCode.badInput,
  CLUSTER_UNKNOWN: exitCode.badInput,
  PREREQUISITE_MISSING: exitCode.badInput,
  /** Only root may do it, and the login may not become root. */
  PRIVILEGE_MISSING: exitCode.badInput,
  PORT_IN_USE: exitCode.badInput,
  TOO_FEW_CLUSTERS: exitCode.tooFewClusters,
  NOT_VERIFIED: exitCode.notVerified,
  AUTH_REFUSED: exitCode.unexpected,
  VHOST_REFUSED: exitCode.unexpected,
  BROKER_UNREACHABLE: exitCode.unexpected,
  BROKER_BLOCKED: exitCode.unexpected,
  /** The management plugin does not answer; AMQP may. */
  MANAGEMENT_UNREACHABLE: exitCode.unexpected,
  /** The broker knows the user, who lacks the tag for this. */
  NOT_PERMITTED: exitCode.unexpected,
  /** The management plugin refused what was sent. */
  BROKER_REFUSED: exitCode.unexpected,
  QUEUE_MISSING: exitCode.unexpected,
  CLUSTER_UNREACHABLE: exitCode.unexpected,
  TASK_TIMED_OUT: exitCode.unexpected,
  TASK_FAILED: exitCode.unexpected,
  REPLY_REFUSED: exitCode.unexpected,
  HDFS_ERROR: exitCode.unexpected,
  DIGEST_DIFFERS: exitCode.notVerified,
  INPUT_DISAGREES: exitCode.notVerified,
  /** Repeats on f+1 clusters gave other outputs each time. */
  NOT_DETERMINISTIC: exitCode.notVerified,
  NOT_PUBLISHED: exitCode.unexpected,
  SSH_FAILED: exitCode.unexpected,
  HOST_KEY_CHANGED: exitCode.unexpected,
  /** Nobody has compared the key of a host yet. */
  HOST_KEY_UNKNOWN: exitCode.badInput,
  DISK_FULL: exitCode.unexpected,
  /** A file was edited by somebody else since it was looked at. */
  FILE_CHANGED: exitCode.unexpected,
  JOURNAL_DAMAGED: exitCode.unexpected,
  LAB_FAILED: exitCode.unexpected,
  DOWNLOAD_FAILED: exitCode.unexpected,
  INTERRUPTED: exitCode.interrupted,
  INTERNAL: exitCode.unexpected
} as const satisfies Record<string, ExitCode>
export type ErrorCode = keyof typeof errorCodes

/** What an error looks like after IPC, in a journal and with `--json`: plain data. */
export interface WireError {
  readonly code: ErrorCode
  readonly message: string
  /** What to do about it, as an instruction. */
  readonly hint?: string
}

export type Result<T, E = WireError> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

export interface ConsoleErrorOptions extends ErrorOptions {
  readonly hint?: string
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>
}

/** The one root of the errors this code base throws. `cause` is always kept. */
export class ConsoleError extends Error {
  override readonly name = 'ConsoleError'
  readonly hint: string | undefined
  readonly facts: Readonly<Record<string, string | number | boolean | null>>

  /**
   * @param code - one of {@link errorCodes}
   * @param message - names the thing and the value, e.g. `the jar "x.jar" does not exist`
   * @param options - `hint`: the remedy; `cause`: what was caught
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    options: ConsoleErrorOptions = {}
  ) {
    super(message, options)
    this.hint = options.hint
    this.facts = options.facts ?? {}
  }
}

/** Flattens any thrown value for IPC, journals and `--json`; what is not ours becomes `INTERNAL` and keeps its text. */
export function toWireError(thrown: unknown): WireError {
  if (thrown instanceof ConsoleError)
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.hint === undefined ? {} : { hint: thrown.hint })
    }
  return { code: 'INTERNAL', message: thrown instanceof Error ? thrown.message : String(thrown) }
}

/** For the `default` of a switch over a tagged union: a new member does not compile until it is handled. */
export function assertNever(value: never, what: string): never {
  throw new ConsoleError('INTERNAL', `${what}: unhandled ${JSON.stringify(value)}`)
}
