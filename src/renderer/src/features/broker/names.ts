/** Names of users, vhosts and queues as RabbitMQ takes them. */

const LONGEST_BYTES = 255

/** @returns what is wrong with a name, for its field; `null`: nothing */
export function nameProblem(name: string): string | null {
  if (name === '') return 'a name is needed'
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'control characters cannot be typed again'
  if (name.trim() !== name) return 'begins or ends with a space, which nobody sees'
  const bytes = new TextEncoder().encode(name).length
  return bytes > LONGEST_BYTES
    ? `${String(bytes)} bytes; RabbitMQ takes ${String(LONGEST_BYTES)}`
    : null
}
