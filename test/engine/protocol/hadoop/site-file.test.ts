import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readSiteFile, substitute } from '../../../../src/engine/protocol/hadoop/site-file.js'
import { ConsoleError } from '../../../../src/shared/model/errors.js'

const fixture = (name: string): string =>
  readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
const configuration = (...lines: string[]): string =>
  `<configuration>\n${lines.join('\n')}\n</configuration>\n`
const refusal = (text: string): ConsoleError => {
  try {
    readSiteFile(text, 'core-site.xml')
  } catch (thrown) {
    if (thrown instanceof ConsoleError) return thrown
    throw thrown
  }
  throw new Error('was read')
}

describe('A site file', () => {
  // What `Configuration` of Hadoop 3.4.2 makes of the same text.
  const measured = z
    .record(
      z.string(),
      z.object({ raw: z.string(), value: z.string().nullable(), final: z.boolean() })
    )
    .parse(JSON.parse(fixture('measured-site.json')))
  const site = readSiteFile(fixture('measured-site.xml'), 'core-site.xml')

  test('is read as Hadoop reads it', () => {
    expect(
      Object.fromEntries(
        [...site.properties.values()].map(({ name, value, final }) => [name, { value, final }])
      )
    ).toEqual(
      Object.fromEntries(
        Object.entries(measured).map(([name, { raw, final }]) => [name, { value: raw, final }])
      )
    )
  })

  test.each(Object.entries(measured).filter(([name]) => name !== 's1'))(
    'has the value Hadoop has for %s, with references followed',
    (name, { value }) => {
      if (value === null) expect(() => substitute(site.properties, name)).toThrow(/levels deep/)
      else expect(substitute(site.properties, name)).toBe(value)
    }
  )

  test('keeps references that it does not know, and follows those behind', () => {
    expect(substitute(site.properties, 's1')).toBe('x2-${nope}-2')
    expect(substitute(site.properties, 'none')).toBeNull()
  })

  test('says where a property stands', () => {
    const text =
      '\ufeff<?xml version="1.0"?>\r\n<!--\r\n--><configuration>\r\n  <property><name>a</name><value>é</value></property></configuration>'
    expect(readSiteFile(text, 'f').properties.get('a')).toEqual({
      name: 'a',
      value: 'é',
      final: false,
      place: { line: 4, column: 3 }
    })
  })

  test('notes includes, follows none, and takes nothing from their fallback', () => {
    const text = `<configuration xmlns:xi="http://www.w3.org/2001/XInclude">
  <xi:include href="/etc/more.xml"><xi:fallback><property><name>a</name><value>1</value></property></xi:fallback></xi:include>
</configuration>`
    expect(readSiteFile(text, 'f')).toEqual({
      file: 'f',
      properties: new Map(),
      includes: [{ href: '/etc/more.xml', place: { line: 2, column: 3 } }]
    })
  })

  test('may be a big one', () => {
    const lines = Array.from(
      { length: 2000 },
      (_, n) => `<property><name>p${String(n)}</name><value>${String(n)}</value></property>`
    )
    expect(readSiteFile(configuration(...lines), 'f').properties.size).toBe(2000)
  })

  test.each([
    [
      'an open element',
      '<configuration>\n  <property>\n',
      /^core-site\.xml:\d+:\d+: not well-formed XML/
    ],
    ['another root', '<data/>', /^core-site\.xml:1:1: the root element is <data>/],
    ['nothing', '', /the file is empty/],
    [
      'a DOCTYPE',
      '<!DOCTYPE c [<!ENTITY a "b">]>\n<configuration/>',
      /^core-site\.xml:1:1: a DOCTYPE/
    ],
    ['an unknown entity', configuration('&a;'), /not well-formed/],
    [
      'a prefix without namespace',
      '<configuration><xi:include/></configuration>',
      /not well-formed/
    ],
    ['a control character', configuration('\u0007'), /^core-site\.xml:2:1: a control character/],
    [
      'another encoding',
      '<?xml version="1.0" encoding="ISO-8859-1"?>\n<configuration>\n é</configuration>',
      /^core-site\.xml:3:2: a character beyond ASCII/
    ]
  ])('with %s is refused', (_, text, message) => {
    const { code, message: said, hint, facts } = refusal(text)
    expect(said).toMatch(message)
    expect({ code, hasHint: (hint ?? '') !== '', file: facts['file'] }).toEqual({
      code: 'BAD_CONFIGURATION',
      hasHint: true,
      file: 'core-site.xml'
    })
  })

  test('that is cut off anywhere is refused with its place', () => {
    const text = configuration(
      '<!-- c --><property name="a" final="true"><value>b&amp;</value></property>'
    ).trimEnd()
    for (let length = 0; length < text.length; length++)
      expect(refusal(text.slice(0, length)).message).toMatch(/^core-site\.xml:\d+:\d+: /)
  })
})
