import { expect, test } from 'vitest'
import { overviewText } from '../../../src/renderer/src/text/overview.js'
import { shellText } from '../../../src/renderer/src/text/shell.js'

/** n.b. the types say most of this: texts that were literals (`as const`) would take no other word. */
test('a translation is another object of the same type', () => {
  const shell = { ...shellText, skip: 'Zur Seite' } satisfies typeof shellText
  const next = {
    ...overviewText.next,
    and: 'und',
    answer: (count: number) => (count === 1 ? ' antwortet.' : ' antworten.')
  } satisfies typeof overviewText.next

  const texts: readonly [typeof shellText, typeof overviewText.next] = [shell, next]
  expect([texts[0].skip, texts[0].main]).toEqual(['Zur Seite', shellText.main])
  expect([texts[1].and, texts[1].answer(2)]).toEqual(['und', ' antworten.'])
})
