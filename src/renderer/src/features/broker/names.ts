/** Names of users, vhosts and queues as RabbitMQ takes them. */
import { brokerText } from '../../text/broker.js'

const text = brokerText.names

const LONGEST_BYTES = 255

/** @returns what is wrong with a name, for its field; `null`: nothing */
export function nameProblem(name: string): string | null {
  if (name === '') return text.needed
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return text.control
  if (name.trim() !== name) return text.space
  const bytes = new TextEncoder().encode(name).length
  return bytes > LONGEST_BYTES ? text.long(bytes, LONGEST_BYTES) : null
}
