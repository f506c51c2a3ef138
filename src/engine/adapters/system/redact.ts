/**
 * Takes secrets out of what goes into a log. Callers do not log secrets; this is the net below them.
 *
 * What has a telling name is hidden whole; in texts, the password of a URL and whatever follows such a name. Digests are
 * 64 hexadecimal digits too, and are what people look for: they stay.
 */
const SECRET_NAME = /pass(word|wd|phrase)?$|secret|token|^auth$|^mac$|keys?$|credential|cookie/i
/** `hostKey` is a fingerprint, for everybody to see. */
const NO_SECRET = /^(hostKey|publicKey|routingKey)$/
const HIDDEN = '***'
const DEEPEST = 6
/** n.b. also keeps the patterns below from taking quadratic time. */
const LONGEST_TEXT = 20_000

/** @returns a copy fit for JSON; errors become their message, what is nested too deeply its type */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Error) return redactText(value.message)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return Array.isArray(value) ? '[array]' : '[object]'
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isSecretName(name) && isSecret(member) ? HIDDEN : redact(member, depth + 1)
    ])
  )
}

/** A flag such as `hasPassword: true` is none. */
const isSecret = (member: unknown): boolean =>
  typeof member === 'string' || (typeof member === 'object' && member !== null)

const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !NO_SECRET.test(name)

const NAME = String.raw`(?<![\w.-])((?:[\w.-]{0,60}(?:password|passwd|passphrase|secret|token|credential|hmac_?key|api_?key|access_?key)(?:[._-]?key)?)|auth|mac)`
/** n.b. bounded: a quotation mark that is never closed would be looked for from each of many names. */
const QUOTED = String.raw`(["'])(?:\\.|(?!\3)[^\\]){0,1000}\3`
const TEXTS: readonly (readonly [RegExp, string])[] = [
  // amqp://user:password@host
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]*):[^\s/@]+@/gi, `$1:${HIDDEN}@`],
  // Authorization: Bearer X
  [/\b(authorization["']?\s*[:=]\s*["']?)(?:[a-z]{1,20}\s+)?[^\s"',}]+/gi, `$1${HIDDEN}`],
  // PASSWORD="a b", "hmacKey": "x", --password 'a b'
  [new RegExp(String.raw`${NAME}(["']?\s*[:=]\s*|\s+)${QUOTED}`, 'gi'), `$1$2$3${HIDDEN}$3`],
  // password=x, -Dfs.s3a.secret.key=x
  [new RegExp(String.raw`${NAME}(["']?\s*[:=]\s*["']?)[^\s"',}]+`, 'gi'), `$1$2${HIDDEN}`],
  // --password x
  [new RegExp(String.raw`(?<!\S)(?=-)${NAME}(\s+)[^\s"',}]+`, 'gi'), `$1$2${HIDDEN}`],
  // curl -u a:x
  [/(?<!\S)((?:-u|--user)[\s=]*["']?[^\s:"']{1,80}):[^\s"']+/g, `$1:${HIDDEN}`]
]

/** `amqp://user:password@host` → `amqp://user:***@host`; `password=x`, `--password x`, `Authorization: Bearer x` likewise. */
export const redactText = (text: string): string =>
  TEXTS.reduce(
    (clean, [pattern, hidden]) => clean.replace(pattern, hidden),
    text.slice(0, LONGEST_TEXT)
  )
