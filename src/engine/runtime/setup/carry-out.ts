/**
 * Carries out one change: written down before and after, in the log of set-up and in that of actions, with what takes it back.
 *
 * A step that was cut short is simply checked again: what was done stands, what was not is done then.
 */
import type { BrokerChange } from '../../../shared/model/broker-change.js'
import { assertNever, ConsoleError } from '../../../shared/model/errors.js'
import type {
  BrokerCallChange,
  Change,
  CommandChange,
  FileChange,
  SetupSecret
} from '../../domain/setup/change.js'
import type { Undoing } from '../../domain/setup/undo.js'
import { sha256Of } from '../../protocol/tasks/manifest.js'
import type { SetupEvent } from '../../ports/setup-store.js'
import type { Bench } from './bench.js'
import { deployOn } from './deploy-on.js'
import { shownChange } from './shown-change.js'

/**
 * @param step - `porto/httpfs`
 * @throws ConsoleError what kept it from being done
 */
export async function carryOut(bench: Bench, step: string, change: Change): Promise<void> {
  const { store, clock, rng, record } = bench.ports
  const shown = shownChange(change)
  const at = clock.now()
  const backup = backupName(change, at)
  const event = { id: rng.id(8), step, change: shown, undoing: undoingOf(change, backup) }
  await store.append({ ...event, at, type: 'began' })
  const words = {
    environment: bench.environment,
    target: actionTarget(change),
    what: `set up ${step}`,
    call: shown.text
  }
  try {
    await record(words, () => doIt(bench, change, backup))
  } catch (thrown) {
    await store.append({ ...event, at: clock.now(), type: 'failed' })
    throw thrown
  }
  await store.append({ ...event, at: clock.now(), type: 'done' })
}

function doIt(bench: Bench, change: Change, backup: string): Promise<void> {
  switch (change.type) {
    case 'command':
      return runCommand(bench, change)
    case 'file':
      return writeFile(bench, change, backup)
    case 'call':
      return callBroker(bench, change)
    case 'worker':
      return deployOn(bench, change)
    case 'environment':
      return bench.ports.store.saveEnvironment(change.after)
    default:
      return assertNever(change, 'change')
  }
}

async function runCommand(bench: Bench, change: CommandChange): Promise<void> {
  const hands = await bench.hands(change.on)
  const input = change.input === undefined ? {} : { input: `${await made(bench, change.input)}\n` }
  await hands.run(change.argv, {
    as: change.as,
    codes: [0],
    ...input,
    ...(change.timeoutMs === undefined ? {} : { timeoutMs: change.timeoutMs })
  })
}

async function writeFile(
  bench: Bench,
  { on, path, before, after, mode, as }: FileChange,
  backup: string
): Promise<void> {
  const hands = await bench.hands(on)
  const expected = before === null ? null : textDigest(before)
  await hands.replaceText(path, after, { backup, expected, mode, as })
}

async function callBroker(bench: Bench, { change }: BrokerCallChange): Promise<void> {
  const admin = await bench.admin()
  await bench.ports.exports.keep(await admin.definitions())
  await admin.change(await unsealed(bench, change))
}

async function unsealed(bench: Bench, change: BrokerCallChange['change']): Promise<BrokerChange> {
  return 'password' in change ? { ...change, password: await made(bench, change.password) } : change
}

const made = (bench: Bench, name: SetupSecret): Promise<string> =>
  bench.ports.store.makeSecret(name)

/** Beside the file, with the time in UTC: `core-site.xml.medusa-20261130T051500Z`. */
function backupName(change: Change, at: number): string {
  if (change.type !== 'file' || change.before === null) return ''
  return `${change.path}.medusa-${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}`
}

function undoingOf(change: Change, backup: string): Undoing | null {
  switch (change.type) {
    case 'command':
      return change.undo === undefined
        ? null
        : { type: 'command', on: change.on, argv: [...change.undo], as: change.as }
    case 'file':
      return {
        type: 'file',
        on: change.on,
        path: change.path,
        backup: backup === '' ? null : backup,
        written: textDigest(change.after),
        as: change.as
      }
    case 'call':
      return change.undo === undefined ? null : { type: 'call', change: change.undo }
    case 'worker': {
      const { on, folder, version, python } = change
      const argv = ['sh', '-c', REMOVE_WORKER, 'sh', folder, version, python]
      return { type: 'command', on, argv, as: 'login' }
    }
    case 'environment':
      return null
    default:
      return assertNever(change, 'change')
  }
}

/** Leaves no trace. Arguments: folder, version, Python. Attempts that still run lose their state, so none should. */
const REMOVE_WORKER = `env PYTHONPATH="$1/worker-$2" "$3" -m medusa_worker --config "$1/worker.json" --stop || true
rm -rf -- "$1"`
/** Can what it does be taken back? */
export const leavesUndoing = (change: Change): boolean => undoingOf(change, '') !== null

/**
 * What was done and not taken back, oldest first. What was begun and has no end, because its process was killed, may have been done:
 * it counts until the same is done again.
 */
export function standingOf(events: readonly SetupEvent[]): readonly SetupEvent[] {
  const ended = new Set(events.flatMap(({ type, id }) => (type === 'began' ? [] : [id])))
  const undone = new Set(events.flatMap(({ type, id }) => (type === 'undone' ? [id] : [])))
  return events.filter((event, index) => {
    if (event.type === 'done') return !undone.has(event.id)
    const again = ({ type, step, change }: SetupEvent): boolean =>
      type === 'began' && step === event.step && change.text === event.change.text
    return event.type === 'began' && !ended.has(event.id) && !events.slice(index + 1).some(again)
  })
}

const textDigest = (text: string): string => sha256Of(new TextEncoder().encode(text))

function actionTarget(change: Change): {
  readonly kind: 'broker' | 'cluster' | 'settings'
  readonly name: string
} {
  switch (change.type) {
    case 'call':
      return { kind: 'broker', name: 'broker' }
    case 'environment':
      return { kind: 'settings', name: 'environment' }
    default:
      return change.on === 'broker'
        ? { kind: 'broker', name: 'broker' }
        : { kind: 'cluster', name: change.on }
  }
}

/** Takes back what a change did. @throws ConsoleError `FILE_CHANGED` of a file that was edited since */
export async function takeBack(bench: Bench, undoing: Undoing): Promise<void> {
  switch (undoing.type) {
    case 'command':
      await (await bench.hands(undoing.on)).run(undoing.argv, { as: undoing.as, codes: [0] })
      return
    case 'file': {
      const { on, path, backup, written, as } = undoing
      await (await bench.hands(on)).restoreText(path, backup, written, as)
      return
    }
    case 'call': {
      const admin = await bench.admin()
      await bench.ports.exports.keep(await admin.definitions())
      await admin.change(undoing.change)
      return
    }
    default:
      return assertNever(undoing, 'undoing')
  }
}

/** n.b. thrown by those who need a secret that nobody made. */
export const secretMissing = (what: string): ConsoleError =>
  new ConsoleError('SECRET_MISSING', `this computer has no password for ${what}`, {
    hint: 'go through the step that makes it'
  })
