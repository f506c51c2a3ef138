import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { parseJobFile } from '../../../src/engine/protocol/job-file.js'
import { importMedusaXml } from '../../../src/engine/protocol/medusa-xml.js'
import { jobFileSchema } from '../../../src/shared/model/job.js'
import { data, example, HADOOP, job, refusal } from './medusa-xml/samples.js'

/** The one job of a file with one command. */
function imported(command: string, input?: string, output?: string) {
  const result = importMedusaXml(data(job(command, input, output)), 'x.xml')
  expect(jobFileSchema.safeParse(result.job).error).toBe(undefined)
  const { id, inputs, ...program } = result.job.jobs[0]!
  expect(id).toBe('job-1')
  return { inputs, program, notes: result.notes }
}

describe("Medusa's example", () => {
  test('becomes a job file', () => {
    const { job: file, notes } = importMedusaXml(example(''), 'word count.xml')
    expect(file).toEqual({
      name: 'word-count',
      faults: 1,
      jobs: [
        {
          id: 'webdatascan',
          jar: { path: 'wordcount.jar', main: 'wordcount', args: ['{input}', '{output}'] },
          inputs: [{ hdfs: '/input1' }]
        }
      ],
      aggregator: {
        id: 'aggregate',
        jar: { path: 'wordcountaggregator.jar', args: ['{inputs}', '{output}'] },
        inputs: [{ hdfs: '/wiki-output' }, { hdfs: '/wiki-output2' }]
      },
      output: '/aggregate-output'
    })
    expect(jobFileSchema.safeParse(file).success).toBe(true)
    expect(notes).toEqual([
      'webdatascan: put wordcount.jar beside the job file, or into a jar folder of the environment; on the cluster it was /home/vagrant/Programs/hadoop/wordcount.jar',
      'aggregate: put wordcountaggregator.jar beside the job file, or into a jar folder of the environment; on the cluster it was /root/Programs/hadoop/wordcountaggregator.jar',
      'webdatascan: nothing reads its output (/output1 in the XML)',
      expect.stringMatching(
        /^"medusa run" refuses this yet: aggregator\.inputs: .*the output of no job/
      )
    ])
    expect(stringify(file)).toContain('output: /aggregate-output')
  })

  test('is refused with the variable and the -libjars of the original, at their places', () => {
    const original = example('-libjars $HADOOP_HOME/share/x.jar ')
    const column = (text: string): string =>
      String((original.split('\n')[5]?.indexOf(text) ?? 0) + 1)
    expect(refusal(original)).toBe(
      `x.xml:6:${column('$')}: the command has "$" (a variable or a command within the command), and no shell reads it here`
    )
    expect(refusal(example('-libjars /share/x.jar '))).toBe(
      `x.xml:6:${column('-libjars')}: a job file can't say the option -libjars`
    )
  })
})

test("jobs that read each other's outputs become a graph", () => {
  const text = data(
    job(`${HADOOP} a.jar /in /wiki-output`, '/in', '/wiki-output', '<name>Wiki</name>'),
    job(`${HADOOP} a.jar /in2 /wiki-output2/`, '/in2/', '/wiki-output2', '<name>wiki</name>'),
    job(`${HADOOP} b.jar /wiki-output /in /third`, '/in /wiki-output', '/third', '<id>3</id>'),
    `<aggregator><name>wiki</name><command>${HADOOP} c.jar Main /third,/wiki-output2 /end</command>
      <input>/wiki-output2, /third</input><output>/end</output></aggregator>`
  )
  const { job: file, notes } = importMedusaXml(text, 'graph.xml')
  expect(file.jobs.map(({ id, inputs }) => ({ id, inputs }))).toEqual([
    { id: 'wiki-2', inputs: [{ hdfs: '/in' }] },
    { id: 'wiki-3', inputs: [{ hdfs: '/in2' }] },
    { id: 'job-3', inputs: [{ job: 'wiki-2' }, { hdfs: '/in' }] }
  ])
  expect(file.aggregator).toMatchObject({
    id: 'wiki',
    inputs: [{ job: 'job-3' }, { job: 'wiki-3' }],
    jar: { main: 'Main', args: ['{inputs}', '{output}'] }
  })
  expect(file.output).toBe('/end')
  expect(notes.filter((note) => /nothing reads|refuses/.test(note))).toEqual([])
  expect(parseJobFile(stringify(file), 'graph.yaml').jobs).toHaveLength(3)
})

test('names what the console will refuse, though Medusa did not', () => {
  const { notes } = importMedusaXml(
    data(job('hadoop jar a.jar /b /a', '/b', '/a'), job('hadoop jar a.jar /a /b', '/a', '/b')),
    'circle.xml'
  )
  expect(notes.at(-1)).toMatch(/refuses this yet: jobs\[0\].* in a circle: job-1 → job-2 → job-1/)
})

test('several jobs without an aggregator get an output of their own, and a note', () => {
  const { job: file, notes } = importMedusaXml(
    data(job(`${HADOOP} a.jar /in /out`), job(`${HADOOP} a.jar /in /out2`, '/in', '/out2')),
    '/home/u/Word Count.XML'
  )
  expect(file).toMatchObject({ name: 'Word-Count', output: '/results/Word-Count' })
  expect(notes.at(-1)).toMatch(/^output is \/results\/Word-Count: .*\/out, \/out2/)
})

describe('a command', () => {
  test.each([
    ['spaces and lines around', `\n   ${HADOOP}\tx.jar  /in   /out\n  `, ['{input}', '{output}']],
    [
      'quotes',
      `hadoop jar x.jar '/in' "/out" 'a b' "c 'd'" e\\ f ''`,
      ['{input}', '{output}', 'a b', "c 'd'", 'e f', '']
    ],
    [
      'what quotes keep from a shell',
      `hadoop jar x.jar /in /out '*|$x' "a;\\$b\\n" \\*`,
      ['{input}', '{output}', '*|$x', 'a;$b\\n', '*']
    ],
    ['a line that goes on', 'yarn jar x.jar \\\n  /in \\\n  /out', ['{input}', '{output}']],
    ['slashes too many', 'hadoop jar x.jar /in/ //out', ['{input}', '{output}']],
    [
      'CDATA, references and comments',
      '<![CDATA[hadoop jar x.jar]]> /in<!-- no --> /out a~b#&#99;',
      ['{input}', '{output}', 'a~b#c']
    ],
    ['paths behind =', 'hadoop jar x.jar -Din=/in --to=/out', ['-Din={inputs}', '--to={output}']],
    [
      'properties',
      'hadoop jar x.jar -D a.b=1 -Dc=2 /in /out',
      ['-D', 'a.b=1', '-Dc=2', '{input}', '{output}']
    ]
  ])('is read with %s', (_, command, args) => {
    expect(imported(command).program).toEqual({ jar: { path: 'x.jar', args } })
  })

  test.each([
    ['org.example.WordCount', true],
    ['word-count', true],
    ['4', false],
    ['-v', false],
    ['some/path', false]
  ])('has %s as its main class: %s', (word, isMain) => {
    const { jar } = imported(`hadoop jar x.jar ${word} /in /out`).program
    expect(jar).toEqual(
      isMain
        ? { path: 'x.jar', main: word, args: ['{input}', '{output}'] }
        : { path: 'x.jar', args: [word, '{input}', '{output}'] }
    )
  })

  test('takes several inputs side by side or as a list, in its own order', () => {
    const sideBySide = imported('hadoop jar x.jar /b /a /out', '/a\n/b')
    expect(sideBySide.inputs).toEqual([{ hdfs: '/b' }, { hdfs: '/a' }])
    expect(sideBySide.program.jar?.args).toEqual(['{input}', '{output}'])
    expect(imported('hadoop jar x.jar /a,/b /out', '/a,/b').program.jar?.args).toEqual([
      '{inputs}',
      '{output}'
    ])
  })

  test('ships its files and archives from beside the job file', () => {
    const { program, notes } = imported(
      'hadoop jar x.jar Main -files /root/stop.txt,lib/m.py#map.py -archives file:///root/d.zip /in /out'
    )
    expect(program).toEqual({
      jar: { path: 'x.jar', main: 'Main', args: ['{input}', '{output}'] },
      files: ['stop.txt', { path: 'm.py', name: 'map.py' }],
      archives: ['d.zip']
    })
    expect(notes).toContain(
      'job-1: put d.zip beside the job file; on the cluster it was /root/d.zip'
    )
  })

  test('keeps other paths, and says so', () => {
    const { program, notes } = imported('hadoop jar x.jar /in /out /stop-words')
    expect(program.jar?.args).toEqual(['{input}', '{output}', '/stop-words'])
    expect(notes.at(-1)).toMatch(/^job-1: \/stop-words stays as it is/)
  })

  test.each([
    ['/x/rungridmix_2.sh', /"\/x\/rungridmix_2\.sh", not with "hadoop jar"/],
    ['HADOOP_HOME=/x hadoop jar x.jar /in /out', /begins with "HADOOP_HOME=/],
    ['hadoop --config /c jar x.jar /in /out', /begins with "hadoop --config"/],
    ['mapred streaming -input /in -output /out', /mapred streaming/],
    ['hadoop jar', /without a jar/],
    ['hadoop jar Main /in /out', /"Main" is no jar/],
    ['hadoop jar x.jar /in', /the <output> \/out does not occur/],
    ['hadoop jar x.jar /out', /the <input> \/in does not occur/],
    ['hadoop jar x.jar /in/a /in /out', /"\/in\/a" lies in \/in/],
    ['hadoop jar x.jar /in /out /out/side', /lies in \/out/],
    ['hadoop jar x.jar /in,/other /out', /an input among other things/],
    ["hadoop jar x.jar /in /out '{input}'", /\{input\} is a placeholder/],
    ['hadoop jar x.jar -conf c.xml /in /out', /the option -conf/],
    ['hadoop jar x.jar -fs hdfs://a /in /out', /the option -fs/],
    ['hadoop jar x.jar /in /out -files a', /-files stands behind "\/in"/],
    ['hadoop jar x.jar -files hdfs://n/a /in /out', /no file of a disk/],
    ['hadoop jar x.jar -D', /nothing behind -D/]
  ])('is refused: %s', (command, message) => {
    expect(refusal(data(job(command)))).toMatch(message)
  })

  test.each([
    ['|', ' | tee log'],
    ['>', ' > log'],
    ['&lt;', ' &lt; x'],
    [';', '; rm -rf /'],
    ['&amp;', ' &amp;&amp; x'],
    ['(', ' (x)'],
    ['`', ' `id`'],
    ['$', ' $(id)'],
    ['$', ' "$HOME"'],
    ['`', ' "`id`"'],
    ['*', ' /x/*'],
    ['?', ' a?'],
    ['[', ' [ab]'],
    ['{', ' {a,b}'],
    ['~', ' ~/x'],
    ['#', ' # done']
  ])('is refused for the %s of a shell', (character, tail) => {
    const plain = character.replace('&lt;', '<').replace('&amp;', '&')
    const message = refusal(data(job(`hadoop jar x.jar /in /out${tail}`)))
    expect(message).toContain(`the command has "${plain}" (`)
    expect(message).toMatch(/^x\.xml:3:\d+: /)
  })

  test.each([
    ['a second line', 'hadoop jar x.jar /in /out\nrm -rf /x', /^x\.xml:3:40: .*second line/],
    [
      'an open single quote',
      "hadoop jar x.jar '/in /out",
      /^x\.xml:3:32: .* ' that is never closed/
    ],
    ['an open double quote', 'hadoop jar x.jar "/in /out', /" that is never closed/],
    ['a last backslash', 'hadoop jar x.jar /in /out \\', /nothing behind it/]
  ])('is refused for %s', (_, command, message) => {
    expect(refusal(data(job(command)))).toMatch(message)
  })

  test('is refused when it names one of several inputs, or two orders of them', () => {
    expect(refusal(data(job('hadoop jar x.jar /a x /b /out', '/a /b')))).toMatch(/one of several/)
    expect(refusal(data(job('hadoop jar x.jar /a,/b /b /a /out', '/a /b')))).toMatch(
      /two different/
    )
  })

  test('is read as a shell would, whatever stands between single quotes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ab $`"\\|;&*?[(~#>')) }),
        (text) => {
          const command = `hadoop jar x.jar /in /out '${text}'`
          expect(imported(`<![CDATA[${command}]]>`).program.jar?.args?.[2]).toBe(text)
        }
      )
    )
  })
})

describe('hadoop-streaming', () => {
  test('becomes a streaming job', () => {
    const { program, inputs } = imported(
      `hadoop jar /opt/hadoop-streaming-2.7.2.jar -D mapreduce.job.reduces=2 -files /r/m.py -file /r/r.py -mapper 'python3 m.py "a b"'
        -reducer r.py -combiner r.py -cmdenv LANG=C -numReduceTasks 3 -input /b -input /a -output /out`.replace(
        '\n',
        '\\\n'
      ),
      '/a /b'
    )
    expect(program).toEqual({
      streaming: {
        mapper: 'python3 m.py "a b"',
        reducer: 'r.py',
        combiner: 'r.py',
        options: ['-numReduceTasks', '3']
      },
      configuration: { 'mapreduce.job.reduces': '2' },
      environment: { LANG: 'C' },
      files: ['m.py', 'r.py']
    })
    expect(inputs).toEqual([{ hdfs: '/b' }, { hdfs: '/a' }])
  })

  test('keeps the meaning of a reducer that is NONE or absent', () => {
    const command = 'hadoop jar hadoop-streaming.jar -input /in -output /out -mapper cat'
    expect(imported(`${command} -reducer NONE`).program).toEqual({ streaming: { mapper: 'cat' } })
    expect(imported(command).program.streaming?.reducer).toMatch(/IdentityReducer$/)
  })

  test('stays a jar when it says more than a streaming job can', () => {
    const { program, notes } = imported(
      'hadoop jar hadoop-streaming.jar -input /in -output /out -mapper cat -inputreader X'
    )
    expect(program).toEqual({
      jar: {
        path: 'hadoop-streaming.jar',
        args: ['-input', '{input}', '-output', '{output}', '-mapper', 'cat', '-inputreader', 'X']
      }
    })
    expect(notes[0]).toBe('job-1: kept as a jar: "streaming" has no word for "-inputreader"')
  })

  test.each([
    ['-input /in -input /other -output /out -mapper a', /are not the <input>/],
    ['-output /out -mapper a', /are not the <input>/],
    ['-input /in -output /out -mapper a -mapper b', /second or an empty -mapper/],
    ['-input /in -output /out -mapper a -cmdenv X', /"X" is not of the form/]
  ])('is refused: %s', (options, message) => {
    expect(refusal(data(job(`hadoop jar hadoop-streaming.jar ${options}`)))).toMatch(message)
  })
})
