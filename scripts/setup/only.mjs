import { Problem } from './problem.mjs'

/**
 * The value of `--only A,B`.
 *
 * @param {readonly string[]} args all arguments; nothing else is allowed
 * @param {readonly string[]} names that may be chosen
 * @returns {readonly string[]} all names when the option is not given
 * @throws Problem (exit code 2) for anything unknown
 */
export function only(args, names) {
  if (args.length === 0) return names
  const usage = `Usage: --only ${names.join(',')} (one or more of them)`
  const value = args.length === 1 ? /^--only=(.+)$/.exec(args[0] ?? '')?.[1] : args[1]
  if (value === undefined || args.length > 2 || (args.length === 2 && args[0] !== '--only')) {
    throw new Problem(`unknown arguments: ${args.join(' ')}`, { remedy: usage, exitCode: 2 })
  }
  const chosen = value.split(',')
  const unknown = chosen.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new Problem(`--only has no "${unknown}"`, { remedy: usage, exitCode: 2 })
  }
  return chosen
}
