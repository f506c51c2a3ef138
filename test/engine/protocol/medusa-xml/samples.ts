/** Job files of Medusa 1.0 for tests. */
import { expect } from 'vitest'
import { importMedusaXml } from '../../../../src/engine/protocol/medusa-xml.js'
import { ConsoleError } from '../../../../src/shared/model/errors.js'

export const HADOOP = '/home/vagrant/Programs/hadoop/bin/hadoop jar'
export const job = (command: string, input = '/in', output = '/out', more = ''): string =>
  `<job>${more}<command>${command}</command><input>${input}</input><output>${output}</output></job>`
export const data = (...parts: readonly string[]): string =>
  `<?xml version="1.0"?>\n<data>\n${parts.join('\n')}\n</data>\n`

/** What is said about a file that is refused. */
export function refusal(text: string): string {
  try {
    importMedusaXml(text, 'x.xml')
  } catch (thrown) {
    if (!(thrown instanceof ConsoleError)) throw thrown
    expect(thrown.code).toBe('BAD_JOB_FILE')
    expect(thrown.hint).toBeTruthy()
    expect(thrown.facts).toMatchObject({ file: 'x.xml', line: expect.any(Number) as number })
    return thrown.message
  }
  throw new Error('it was imported')
}

/** Medusa's own example; `options` stands behind the jar. */
export const example = (options: string): string => `<?xml version="1.0"?>
<data>
  <job>
    <id>1</id>                      <!-- optional -->
    <name>webdatascan</name>        <!-- optional -->
    <command>${HADOOP} /home/vagrant/Programs/hadoop/wordcount.jar ${options}wordcount /input1 /output1</command>
    <input>/input1</input>           <!-- one or several paths -->
    <output>/output1</output>
  </job>
  <aggregator>
    <command>/root/Programs/hadoop/bin/hadoop jar /root/Programs/hadoop/wordcountaggregator.jar /wiki-output,/wiki-output2 /aggregate-output</command>
    <input>/wiki-output /wiki-output2</input>
    <output>/aggregate-output</output>
  </aggregator>
</data>
`
