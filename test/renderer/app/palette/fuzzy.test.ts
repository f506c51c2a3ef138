import { describe, expect, test } from 'vitest'
import { fuzzy, pieces } from '../../../../src/renderer/src/app/palette/fuzzy.js'

const marked = (query: string, text: string): string | null => {
  const match = fuzzy(query, text)
  return match === null
    ? null
    : pieces(text, match.ranges)
        .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
        .join('')
}

test.each([
  ['far', 'faro', '[far]o'],
  ['FAR', 'Terminal on faro', 'Terminal on [far]o'],
  ['prdct', 'Predict', '[Pr]e[d]i[ct]'],
  ['tf', 'Terminal on faro', '[T]erminal on [f]aro'],
  ['dark theme', 'Theme: dark', '[Theme]: [dark]'],
  ['sotu big', 'sotu-bigrams', '[sotu]-[big]rams'],
  ['', 'faro', 'faro']
])('finds "%s" in "%s" as %s', (query, text, expected) => {
  expect(marked(query, text)).toBe(expected)
})

test.each([
  ['zz', 'faro'],
  ['faro porto', 'faro'],
  ['orf', 'faro'],
  ['s', '']
])('does not find "%s" in "%s"', (query, text) => {
  expect(fuzzy(query, text)).toBeNull()
})

describe('what fits better comes first', () => {
  const best = (query: string, ...texts: readonly string[]): string | undefined =>
    texts
      .map((text) => ({ text, score: fuzzy(query, text)?.score ?? -Infinity }))
      .sort((a, b) => b.score - a.score)[0]?.text

  test.each([
    ['run', ['Current', 'Runs'], 'Runs'],
    ['cl', ['Cancel', 'Clusters'], 'Clusters'],
    ['log', ['catalog', 'Open log'], 'Open log'],
    ['set', ['sotu-extra', 'Settings'], 'Settings']
  ] as const)('%s: of %j it is %s', (query, texts, expected) => {
    expect(best(query, ...texts)).toBe(expected)
  })
})

test('letters that change their number when made small are found, unmarked', () => {
  expect(fuzzy('istanbul', 'İstanbul')).toBeNull()
  expect(marked('stanbul', 'İstanbul')).toBe('İstanbul')
})
