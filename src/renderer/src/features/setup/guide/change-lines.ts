/** What a change shows, as lines to read and as commands to copy. Pure. */
import type { ShownChange } from '@shared/model/setup.js'
import { shellWord } from '../../../lib/format.js'
import { commandsText as text } from '../../../text/setup-guide.js'

export interface ShownLine {
  readonly kind: 'plain' | 'hunk' | 'add' | 'del' | 'same'
  readonly text: string
}

const DIFF_KINDS: Readonly<Record<string, ShownLine['kind']>> = {
  '+': 'add',
  '-': 'del',
  ' ': 'same',
  '@': 'hunk'
}

const isDiff = ({ kind }: ShownChange): boolean => kind === 'file' || kind === 'settings'

/** @returns without the headers of a diff: its file stands above it */
export function shownLines(change: ShownChange): readonly ShownLine[] {
  const lines = change.text.replace(/\n$/, '').split('\n')
  if (!isDiff(change)) return lines.map((line) => ({ kind: 'plain', text: line }))
  return lines.slice(headers(lines)).map((line) => {
    const kind = DIFF_KINDS[line.charAt(0)] ?? 'plain'
    return { kind, text: kind === 'hunk' || kind === 'plain' ? line : line.slice(1) }
  })
}

/** The file a diff is of; `null`: of no other change. */
export function fileOf(change: ShownChange): string | null {
  if (change.kind !== 'file') return null
  return /^\+\+\+ (.*)$/m.exec(change.text)?.[1] ?? null
}

function headers(lines: readonly string[]): number {
  const at = lines.findIndex((line) => line.startsWith('@@'))
  return Math.max(at, 0)
}

/** Of a call of the management plugin: `PUT`, `/api/vhosts/x`, its body. */
export interface ShownCall {
  readonly verb: string
  readonly path: string
  readonly body: string
}
export function callOf(change: ShownChange): ShownCall | null {
  if (change.kind !== 'call') return null
  const [, verb = '', path = '', body = ''] = /^(\S+) (\S+) ?(.*)$/s.exec(change.text) ?? []
  return { verb, path, body }
}

/** Where the management plugin is reached, and as whom. */
export interface BrokerWays {
  readonly management: string
  readonly adminUser: string
}

/** All of them as one may type them, place by place. */
export function asCommands(changes: readonly ShownChange[], broker: BrokerWays): string {
  const parts = changes.map((change, index) => {
    const moved = changes[index - 1]?.where !== change.where
    return [...(moved ? [text.on(change.where)] : []), commandOf(change, broker)].join('\n')
  })
  const secret = changes.some(({ kind, text: shown }) => kind === 'call' && shown.includes('…'))
  return `${[...(secret ? [text.password] : []), ...parts].join('\n')}\n`
}

function commandOf(change: ShownChange, { management, adminUser }: BrokerWays): string {
  const call = callOf(change)
  if (call !== null) {
    const body =
      call.body === '' ? '' : ` -H 'content-type: application/json' -d ${shellWord(call.body)}`
    return `curl -sS -u ${shellWord(adminUser)} -X ${call.verb}${body} ${shellWord(`${management}${call.path}`)}`
  }
  const file = fileOf(change)
  if (file !== null)
    return `patch ${shellWord(file)} <<'MEDUSA'\n${change.text.replace(/\n$/, '')}\nMEDUSA`
  if (change.kind === 'command') return change.text
  return [
    text.byHand,
    ...change.text
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => `# ${line}`)
  ].join('\n')
}
