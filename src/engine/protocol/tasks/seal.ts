/**
 * HMACs of requests and replies, docs/protocol/tasks.md "Requests" and "Replies".
 *
 * A string is signed, not a structure: no two JSON writers have to agree on spaces, floats or the order of keys. Task
 * name and id are part of it, so that a broker can drop and delay, not forge, and not answer one task with another's reply.
 */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { ConsoleError } from '../../../shared/model/errors.js'
import { isRecord, parseJson } from '../json.js'

/** The 32 bytes shared by console and one cluster. */
export type SealKey = Uint8Array & { readonly brand: 'SealKey' }

/**
 * @param hex - 64 hexadecimal digits
 * @throws ConsoleError `BAD_SETTINGS`; the message does not quote the key
 */
export function sealKey(hex: string): SealKey {
  if (!/^[0-9a-f]{64}$/.test(hex))
    throw new ConsoleError('BAD_SETTINGS', 'an HMAC key must be 64 hexadecimal digits', {
      hint: 'deploy the worker again: it makes a new key'
    })
  return hexToBytes(hex) as SealKey
}

/** @returns `auth` of a request: 64 hexadecimal digits */
export const sealRequest = (key: SealKey, task: string, id: string, request: string): string =>
  seal(key, 'medusa-request-1', task, id, request)

/** @returns `mac` of a reply: 64 hexadecimal digits */
export const sealReply = (key: SealKey, task: string, id: string, text: string): string =>
  seal(key, 'medusa-reply-1', task, id, text)

function seal(key: SealKey, purpose: string, task: string, id: string, text: string): string {
  return bytesToHex(hmac(sha256, key, utf8ToBytes(`${purpose}\n${task}\n${id}\n${text}`)))
}

/** The authenticated content of a reply. */
export type ReplyOutcome =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false
      readonly error: {
        readonly code: string
        readonly message: string
        readonly remedy: string | null
      }
    }

export type OpenedReply =
  | { readonly type: 'authentic'; readonly outcome: ReplyOutcome }
  /** The cluster's own key, but not the form of docs/protocol/tasks.md: the worker is broken or of another version. */
  | { readonly type: 'malformed'; readonly reason: string }
  /** Anybody may have written it. */
  | { readonly type: 'forged'; readonly reason: 'no mac' | 'wrong mac' }

/**
 * Opens the `result` of a Celery SUCCESS.
 *
 * @param result - whatever stood there
 * @returns never throws
 */
export function openReply(key: SealKey, task: string, id: string, result: unknown): OpenedReply {
  if (!isRecord(result)) return { type: 'forged', reason: 'no mac' }
  const text = result['text']
  const mac = result['mac']
  if (typeof text !== 'string' || typeof mac !== 'string')
    return { type: 'forged', reason: 'no mac' }
  if (!equalInConstantTime(mac, sealReply(key, task, id, text)))
    return { type: 'forged', reason: 'wrong mac' }
  const outcome = decodeOutcome(parseJson(text))
  return outcome === null
    ? { type: 'malformed', reason: 'authentic, but not a reply of this protocol' }
    : { type: 'authentic', outcome }
}

function decodeOutcome(reply: unknown): ReplyOutcome | null {
  if (!isRecord(reply)) return null
  if (reply['ok'] === true) return 'value' in reply ? { ok: true, value: reply['value'] } : null
  const error = reply['error']
  if (reply['ok'] !== false || !isRecord(error)) return null
  const { code, message, remedy } = error
  if (typeof code !== 'string' || typeof message !== 'string') return null
  return { ok: false, error: { code, message, remedy: typeof remedy === 'string' ? remedy : null } }
}

/** Compares without telling by its duration where the first difference is; a wrong length may be told. */
export function equalInConstantTime(left: string, right: string): boolean {
  if (left.length !== right.length) return false
  let difference = 0
  for (let index = 0; index < left.length; index++)
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index)
  return difference === 0
}
