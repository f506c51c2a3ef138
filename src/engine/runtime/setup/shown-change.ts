/** A change as people read it: what exactly would be done, to be copied and done by hand. Pure. */
import { assertNever } from '../../../shared/model/errors.js'
import type { ShownChange } from '../../../shared/model/setup.js'
import type { Change, Target, WorkerChange } from '../../domain/setup/change.js'
import { callText } from '../../protocol/management/changes.js'
import { unifiedDiff } from '../../protocol/text-diff.js'
import { masked } from './masked.js'

const whereText = (target: Target): string =>
  target === 'console' ? 'this computer' : target === 'broker' ? 'the broker' : target

/** The change as people read it, and may carry it out themselves. */
export function shownChange(change: Change): ShownChange {
  switch (change.type) {
    case 'command':
      return {
        kind: 'command',
        where: whereText(change.on),
        text: `${change.as === 'root' ? 'sudo ' : ''}${change.argv.map(quoted).join(' ')}`,
        note:
          change.note ??
          (change.input === undefined ? null : 'the password goes to its standard input')
      }
    case 'file':
      return {
        kind: 'file',
        where: whereText(change.on),
        text: unifiedDiff(
          change.path,
          change.before === null ? null : masked(change.path, change.before),
          masked(change.path, change.after)
        ),
        note:
          change.note ?? (change.before === null ? null : 'a copy with its date is kept beside it')
      }
    case 'call':
      return {
        kind: 'call',
        where: 'the broker',
        // callText leaves passwords out; here they are only names of secrets
        text: callText(change.change),
        note: change.note ?? null
      }
    case 'worker':
      return { kind: 'worker', where: whereText(change.on), ...shownWorker(change) }
    case 'environment':
      return {
        kind: 'settings',
        where: 'this computer',
        text: unifiedDiff(
          'environment',
          change.before === null ? null : json(change.before),
          json(change.after)
        ),
        note: null
      }
    default:
      return assertNever(change, 'change')
  }
}

function shownWorker({ folder, python, configuration, queue, version }: WorkerChange): {
  readonly text: string
  readonly note: string
} {
  const broker = `amqp://${queue.user}:…@${queue.at}/${encodeURIComponent(queue.vhost)}`
  return {
    text: [
      `${folder}/worker-${version}/medusa_worker/*.py`,
      `${folder}/hmac.key (0600)`,
      `${folder}/worker.json (0600)`,
      ...json({ ...configuration, broker })
        .split('\n')
        .map((line) => `    ${line}`),
      `env PYTHONPATH=${folder}/worker-${version} ${python} -m medusa_worker --config ${folder}/worker.json --stop`,
      `env PYTHONPATH=${folder}/worker-${version} ${python} -m medusa_worker --config ${folder}/worker.json --detach`
    ].join('\n'),
    note: 'a worker that runs already is exchanged; attempts go on meanwhile'
  }
}

const json = (value: unknown): string => JSON.stringify(value, null, 2)

/** As one would type it into a shell. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
