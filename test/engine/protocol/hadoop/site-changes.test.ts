import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSiteFile, withProperties } from '../../../../src/engine/protocol/hadoop/site-file.js'

const change = (text: string, changes: Readonly<Record<string, string | null>>): string =>
  withProperties(text, 'core-site.xml', new Map(Object.entries(changes)))
const valuesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...readSiteFile(text, 'f').properties.values()].map(({ name, value }) => [name, value])
  )

const SITE = `<?xml version='1.0' encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="configuration.xsl"?>
<!-- Put site-specific property overrides in this file: <value>x</value> -->

<configuration >
    <!-- <property><name>a</name><value>old</value></property> -->
    <property>
        <name>a</name>
        <value>1 &#x26; 2</value>  <!-- why -->
        <description>it's "a" &gt; b</description>
    </property>
\t<property><name> b </name><value/><final>true</final></property>
    <property name='c' value='3'/>
    <property><name>d</name><value><![CDATA[<4>]]></value></property>
</configuration>
<!-- end -->
`

test('gets another value, and nothing else changes', () => {
  expect(change(SITE, { a: 'x<y' })).toBe(SITE.replace('1 &#x26; 2', 'x&lt;y'))
  expect(change(SITE, { b: '2' })).toBe(SITE.replace('<value/>', '<value>2</value>'))
  expect(change(SITE, { c: `"'\n` })).toBe(SITE.replace("'3'", "'&quot;&apos;&#10;'"))
  expect(change(SITE, { d: '5' })).toBe(SITE.replace('<![CDATA[<4>]]>', '5'))
})

test('set to the value it has stays as it is', () => {
  expect(change(SITE, { a: '1 & 2', c: '3', d: '<4>', none: null })).toBe(SITE)
  expect(change(SITE, {})).toBe(SITE)
})

test('loses a property with its lines, and keeps comments', () => {
  expect(change(SITE, { b: null, d: null })).toBe(
    SITE.split('\n')
      .filter((line) => !line.includes('> b <') && !line.includes('CDATA'))
      .join('\n')
  )
  const shared = '<configuration><property><name>a</name></property> <!-- a --></configuration>'
  expect(change(shared, { a: null })).toBe('<configuration> <!-- a --></configuration>')
})

test('gets new properties last, as the one before them is laid out', () => {
  expect(change(SITE, { e: '1', f: '<' })).toBe(
    SITE.replace(
      '\n</configuration>',
      `
    <property><name>e</name><value>1</value></property>
    <property><name>f</name><value>&lt;</value></property>
</configuration>`
    )
  )
  const tabs =
    '<configuration>\r\n\t<property>\r\n\t\t<name>a</name>\r\n\t</property>\r\n</configuration>'
  expect(change(tabs, { e: 'x\ny' })).toBe(
    tabs.replace(
      '\r\n</configuration>',
      '\r\n\t<property>\r\n\t\t<name>e</name>\r\n\t\t<value>x\r\ny</value>\r\n\t</property>\r\n</configuration>'
    )
  )
})

describe('an empty one', () => {
  const block = '  <property>\n    <name>a</name>\n    <value>1</value>\n  </property>\n'
  test.each([
    ['<configuration/>', `<configuration>\n${block}</configuration>`],
    ['<configuration />\n', `<configuration>\n${block}</configuration>\n`],
    ['<configuration x="/>"/>', `<configuration x="/>">\n${block}</configuration>`],
    ['<configuration></configuration>\n', `<configuration>\n${block}</configuration>\n`],
    ['<configuration>\n</configuration>', `<configuration>\n${block}</configuration>`],
    ['<configuration>\n\n</configuration>', `<configuration>\n\n${block}</configuration>`],
    ['\ufeff<configuration/>', `\ufeff<configuration>\n${block}</configuration>`],
    ['<configuration><!-- --></configuration>', `<configuration><!-- -->\n${block}</configuration>`]
  ])('%j takes a property', (before, after) => {
    expect(change(before, { a: '1' })).toBe(after)
  })
})

test('of duplicates the one that counts is changed, and all are taken out', () => {
  const dup = (...parts: string[]): string =>
    `<configuration>\n${parts.map((part) => `<property><name>a</name>${part}</property>\n`).join('')}</configuration>\n`
  const last = dup('<value>1</value>', '<value>2</value>', '<value></value>')
  expect(change(last, { a: '3' })).toBe(last.replace('2', '3'))
  const final = dup('<value>1</value><final>true</final>', '<value>2</value>')
  expect(change(final, { a: '3' })).toBe(final.replace('1', '3'))
  expect(change(last, { a: null })).toBe('<configuration>\n</configuration>\n')
})

test('a name without a value gets one', () => {
  const text =
    '<configuration>\n <property>\n  <name>a</name>\n  <description/>\n </property><property name="b"/>\n</configuration>'
  expect(change(text, { a: '1', b: '2' })).toBe(
    text.replace('</name>', '</name>\n  <value>1</value>').replace('name="b"', 'name="b" value="2"')
  )
})

test.each([
  ['', 'x'],
  [' a', 'x'],
  ['a', ''],
  ['a', 'x\u0000'],
  ['a', '\ud800']
])('%j = %j cannot be written', (name, value) => {
  expect(() => change(SITE, { [name]: value })).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT' }) as Error
  )
})

test('every property of the measured file can be changed and taken out', () => {
  const text = readFileSync(new URL('fixtures/measured-site.xml', import.meta.url), 'utf8')
  const before = valuesOf(text)
  for (const name of Object.keys(before)) {
    expect(valuesOf(change(text, { [name]: '<n>&' }))).toEqual({ ...before, [name]: '<n>&' })
    const rest = Object.fromEntries(Object.entries(before).filter(([other]) => other !== name))
    expect(valuesOf(change(text, { [name]: null }))).toEqual(rest)
  }
})

describe('any file', () => {
  const names = ['a', 'b.c', 'd', 'hadoop.proxyuser.h.hosts', 'e']
  const word = fc.string({
    unit: fc.constantFrom('x', '<', '&', '>', '"', "'", ' ', ']]>', 'é', '${a}', '\u2028', '\t'),
    minLength: 1,
    maxLength: 6
  })
  const quoted = (value: string): string =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&#60;').replaceAll('>', '&gt;')
  // Each of a block's lines bears a number, so that the lines that must stay can be told from others.
  const block = fc.oneof(
    fc
      .constantFrom(
        '<!-- <property><name>a</name></property> -->',
        '',
        '<?x <value> ?>',
        '<other><value>1</value></other>'
      )
      .map((text) => ({ name: null, lines: [text] })),
    fc
      .record({
        name: fc.constantFrom(...names),
        value: fc.option(word),
        final: fc.boolean(),
        layout: fc.constantFrom('one', 'many', 'attributes', 'cdata')
      })
      .map(({ name, value, final, layout }) => {
        const text =
          value === null
            ? ''
            : layout === 'cdata' && !value.includes(']]>')
              ? `<![CDATA[${value}]]>`
              : quoted(value)
        const parts = [
          `<name>${name}</name>`,
          ...(value === null ? [] : [`<value>${text}</value>`]),
          ...(final ? ['<final>true</final>'] : [])
        ]
        if (layout === 'attributes')
          return {
            name,
            lines: [
              `  <property name = '${name}'${value === null ? '' : ` value="${quoted(value).replaceAll('"', '&quot;').replaceAll('\t', '&#9;')}"`}${final ? ' final="true"' : ''} />`
            ]
          }
        return {
          name,
          lines:
            layout === 'many'
              ? [
                  '  <property>',
                  ...parts.map((part) => `\t${part}<!-- ${name} -->`),
                  '  </property>'
                ]
              : [`  <property>${parts.join('')}</property>`]
        }
      })
  )
  const file = fc.record({
    blocks: fc.array(block, { maxLength: 8 }),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    head: fc.constantFrom('', '<?xml version="1.0"?>', "<?xml version='1.0' encoding='utf-8' ?>"),
    tail: fc.constantFrom('', '<!-- end -->'),
    bom: fc.constantFrom('', '\ufeff')
  })
  const changes = fc.array(fc.tuple(fc.constantFrom(...names, 'new.one'), fc.option(word)), {
    maxLength: 4
  })

  test('reads as wanted after a change, and keeps every line that is not concerned', () => {
    fc.assert(
      fc.property(file, changes, ({ blocks, lineEnd, head, tail, bom }, wanted) => {
        const lines = [
          ...(head === '' ? [] : [head]),
          '<configuration>',
          ...blocks.flatMap((each) => each.lines),
          '</configuration>',
          tail
        ]
        const text = bom + lines.join(lineEnd)
        const map = new Map(wanted)
        const after = withProperties(text, 'f', map)
        const expected = new Map(Object.entries(valuesOf(text)))
        for (const [name, value] of map)
          if (value === null) expected.delete(name)
          else expected.set(name, value)
        expect(valuesOf(after)).toEqual(Object.fromEntries(expected))
        // What belongs to nobody that changes is there, in its order.
        const kept = [
          ...(head === '' ? [] : [bom + head]),
          ...(head === '' ? [`${bom}<configuration>`] : ['<configuration>']),
          ...blocks
            .filter(({ name }) => name === null || !map.has(name))
            .flatMap((each) => each.lines),
          '</configuration>',
          tail
        ]
        let at = 0
        for (const line of after.split(lineEnd)) if (line === kept[at]) at++
        expect(kept.slice(at)).toEqual([])
        expect(withProperties(after, 'f', map)).toBe(after)
        expect(after.replaceAll('\r\n', '').includes('\r')).toBe(false)
        if (lineEnd === '\r\n') expect(after.replaceAll('\r\n', '').includes('\n')).toBe(false)
      }),
      { numRuns: 400 }
    )
  })

  test('that is damaged is refused, or changed as wanted', () => {
    const piece = fc.constantFrom(
      '',
      '<',
      '>',
      '/',
      '"',
      "'",
      '&',
      '<!--',
      '-->',
      ']]>',
      'x',
      ' ',
      '<a>',
      '<?'
    )
    fc.assert(
      fc.property(fc.nat(SITE.length), fc.nat(6), piece, (at, length, put) => {
        const text = SITE.slice(0, at) + put + SITE.slice(at + length)
        try {
          const after = change(text, { a: '7', c: null, z: '8' })
          expect(valuesOf(after)).toMatchObject({ a: '7', z: '8' })
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'BAD_CONFIGURATION' })
        }
      }),
      { numRuns: 2000 }
    )
  })
})
