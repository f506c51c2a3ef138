/**
 * Values of Hadoop's properties with their `${other.property}` references followed.
 *
 * As `Configuration.substituteVars` of Hadoop 3.4.2, with one difference: Hadoop stops at the first reference that it does not know. Here it
 * stays and those behind it are followed, because Hadoop also knows system properties and its environment, which a console does not.
 */
import { ConsoleError } from '../../../shared/model/errors.js'

const MAXIMUM_DEPTH = 20

/**
 * @param properties - all that count together: of one site file, or of several merged
 * @returns `null` when there is no such property; a value that refers to itself stays as it is
 * @throws ConsoleError `BAD_CONFIGURATION` for a chain of 20 references or more, which no Hadoop program starts with
 */
export function substitute(
  properties: ReadonlyMap<string, { readonly value: string }>,
  name: string
): string | null {
  const raw = properties.get(name)?.value
  if (raw === undefined) return null
  let value = raw
  let from = 0
  for (let depth = 0; depth < MAXIMUM_DEPTH; depth++) {
    let found = reference(value, from)
    while (found !== null && !properties.has(found.name)) {
      from = found.end
      found = reference(value, from)
    }
    if (found === null) return value
    const other = properties.get(found.name)?.value ?? ''
    if (other.includes(value.slice(found.start, found.end))) return raw
    value = value.slice(0, found.start) + other + value.slice(found.end)
  }
  throw new ConsoleError(
    'BAD_CONFIGURATION',
    `the property ${name} refers to others more than ${MAXIMUM_DEPTH} levels deep: ${raw}`,
    { hint: `write its value without references`, facts: { property: name } }
  )
}

/** The first `${name}` whose name holds no `$`, `}` or space, so that of nested ones the inner comes first. */
function reference(
  value: string,
  from: number
): { readonly name: string; readonly start: number; readonly end: number } | null {
  const found = /\$\{([^}$ ]+)\}/.exec(value.slice(from))
  return found === null
    ? null
    : {
        name: found[1] ?? '',
        start: from + found.index,
        end: from + found.index + found[0].length
      }
}
