import { describe, expect, test } from 'vitest'
import { importMedusaXml } from '../../../../src/engine/protocol/medusa-xml.js'
import { data, example, HADOOP, job, refusal } from './samples.js'

describe('XML', () => {
  const good = job(`${HADOOP} x.jar /in /out`)

  test('may have a byte order mark, comments, instructions and any line ends', () => {
    const text = `\uFEFF<?xml version="1.0"?>\r\n<!-- <!DOCTYPE x> -->\r\n<?editor x?>\r\n<data>\r\n${good}<!-- --></data>`
    expect(importMedusaXml(text, 'x.xml').job.output).toBe('/out')
  })

  test.each([
    ['nothing', '', /^x\.xml:1:1: the file is empty/],
    ['white space', ' \n', /the file is empty/],
    ['no XML', 'name: x', /not well-formed/],
    ['an open element', '<data>\n<job>', /^x\.xml:2:1: not well-formed XML: unclosed/],
    ['a wrong end', '<data>\n <job></data>', /^x\.xml:2:2: not well-formed/],
    ['two roots', `${data(good)}<data/>`, /not well-formed/],
    ['something behind the end', `${data(good)}x`, /not well-formed/],
    ['an unquoted attribute', '<data a=1/>', /not well-formed/],
    ['an unknown entity', `<data>&a;${good}</data>`, /not well-formed/],
    ['a control character', `<data>\n\u0001${good}</data>`, /^x\.xml:2:1: a control character/],
    [
      'a DOCTYPE',
      `<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE data [<!ENTITY a "b">]><data>&a;</data>`,
      /^x\.xml:3:1: a DOCTYPE/
    ],
    ['another root', '<jobs/>', /the root element is <jobs>/],
    ['no job', '<data></data>', /has no <job>/],
    [
      'an unknown element',
      data(good, '<reducer/>'),
      /^x\.xml:4:1: unknown element <reducer> in <data>/
    ],
    [
      'an unknown element in a job',
      data(job('c', '/in', '/out', '<jar/>')),
      /unknown element <jar> in <job>/
    ],
    ['an element in a text', data(job('a <b/>')), /unknown element <b> in <command>/],
    ['a doubled element', data(job('c', '/in', '/out', '<input>/b</input>')), /a second <input>/],
    ['a second aggregator', data(good, '<aggregator/><aggregator/>'), /a second <aggregator>/],
    [
      'a missing element',
      data('<job><command>c</command><input>/a</input></job>'),
      /<job> has no <output>/
    ],
    ['an empty element', data(job(' ')), /<command> is empty/],
    ['an attribute', data(good.replace('<job>', '<job id="1">')), /unknown attribute "id"/],
    ['stray text', data(good, 'and'), /text between the elements of <data>/],
    ['a relative path', data(job('c', 'in')), /<input>: "in" is no plain absolute/],
    ['a URL', data(job('c', 'hdfs://n/in')), /no plain absolute HDFS path/],
    ['a pattern', data(job('c', '/in/*')), /no plain absolute HDFS path/],
    ['a path twice', data(job('c', '/in /in/')), /names \/in twice/],
    ['two outputs', data(job('c', '/in', '/a /b')), /<output> names a second path/],
    ['its own output as input', data(job('c', '/in', '/in')), /input and output of the same job/],
    ['one output of two jobs', data(good, good), /is the <output> of two jobs/],
    [
      'part of an output',
      data(good, job('hadoop jar x.jar /out/a /b', '/out/a', '/b')),
      /lies in the output of job-1/
    ],
    [
      'too many jobs',
      data(
        ...Array.from({ length: 201 }, (_, n) =>
          job(`hadoop jar x.jar /in /o${String(n)}`, '/in', `/o${String(n)}`)
        )
      ),
      /jobs: /
    ],
    ['more than 1 MiB', data(good, `<!--${'é'.repeat(600_000)}-->`), /larger than 1 MiB/],
    [
      'words without end',
      data(job(`hadoop jar x.jar ${'a '.repeat(400_000)}`)),
      /more than 2500 words/
    ]
  ])('with %s is refused', (_, text, message) => {
    expect(refusal(text)).toMatch(message)
  })

  test('that is cut off anywhere is refused, and never thrown at anybody as something else', () => {
    const text = example('')
    for (let length = 0; length < text.trimEnd().length; length++) refusal(text.slice(0, length))
  })
})
