/** Sizes as people write them: bytes, or a number with a binary or decimal unit. */
import { z } from 'zod'

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40
}

const RULE = 'a size in bytes, for example 64MiB, 500 kB or 1048576'

/** `64MiB` → 67108864. Whole bytes from 1 to 2^53 − 1. */
export const sizeSchema = z.union([z.number(), z.string()]).transform((value, context) => {
  const bytes = typeof value === 'number' ? value : parseSize(value)
  if (bytes !== null && Number.isSafeInteger(bytes) && bytes > 0) return bytes
  context.addIssue({ code: 'custom', message: RULE })
  return z.NEVER
})

function parseSize(text: string): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text.trim()) ?? []
  const factor = UNITS[unit ?? '']
  return number === undefined || factor === undefined ? null : Math.round(Number(number) * factor)
}
