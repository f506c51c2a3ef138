import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { textsOfComponent, textsOfModule, type FoundText } from './texts-in-code.js'

const RENDERER = join(import.meta.dirname, '../../../src/renderer/src')

/** What looks like a text and is none, with the reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'input, textarea, select': 'a selector',
  'num wide rank-3': 'class names, in a table of columns',
  Property: 'a node of the JSON grammar',
  Object: 'a node of the JSON grammar',
  Page: 'the beginning of two keys’ names',
  Alt: 'a key',
  'medusa lab down': 'a command to type',
  'npx medusa run FILE': 'a command to type',
  'npx medusa fetch': 'a command to type',
  'hadoop version | head -1': 'a command to type',
  'rabbitmq-plugins enable rabbitmq_management': 'a command to type'
}

const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:svelte|ts)$/.test(file))
  .filter((file) => !file.startsWith('text/'))

test('English that people read stands in text/, and nowhere else', () => {
  const found = files.flatMap((file) => {
    const source = readFileSync(join(RENDERER, file), 'utf8')
    const texts = file.endsWith('.svelte') ? textsOfComponent(source) : textsOfModule(source)
    return texts
      .filter(({ text }) => ALLOWED[text] === undefined)
      .map(({ line, text }) => `src/renderer/src/${file}:${String(line)} ${text}`)
  })
  expect(found).toEqual([])
})

describe('what counts as a text', () => {
  const words = (source: string): readonly string[] =>
    textsOfComponent(source).map(({ line, text }) => `${String(line)} ${text}`)

  test('is a word in markup, with its line, but not what is typed as it stands', () => {
    expect(
      words(`<p class="small faint">{count} of\n  <b>many</b>, f = 1</p>
<p>Type <code title="Copied">npm test</code> and <kbd>Ctrl F</kbd></p>`)
    ).toEqual(['1 of', '2 many', '3 Type', '3 Copied', '3 and'])
  })

  test('is an attribute that is read or heard, also with a figure in it', () => {
    expect(
      words(`<Panel title="Runs" note="{count} runs" icon="runs" />
<input type="search" aria-label="Find" placeholder="http://HOST:15672" {title} />`)
    ).toEqual(['1 Runs', '1 runs', '2 Find'])
  })

  test('is a string of an expression, unless it is compared or a class', () => {
    expect(
      words(`{open ? 'Hide' : 'Show'}{kind === 'Some kind' ? 'a' : 'b'}
<i class={['icon icon-more', open && 'is open']} title={open ? 'close' : undefined}></i>
{#each rows as row (row.id)}{plural(row.count, 'file')} {\`took \${row.ms} in all\`}{/each}`)
    ).toEqual(['1 Hide', '1 Show', '2 close', '3 file', '3 took', '3 in all'])
  })

  test('is a title or a sentence in a script, and no name, type or key', () => {
    expect(
      textsOfModule(`import { x } from 'Some module'
type Kind = 'Of a type' | 'Another one'
const look = { 'Of a key': 'is-agreed' } satisfies Record<Kind, string>
export const title = (name: string) => name === 'Lisbon' ? 'Remove…' : \`The worker of \${name}\`
const why = 'it is not there'
const down = { state: 'failed', word: name === 'x' ? 'down' : 'no answer' }`)
    ).toEqual([
      { line: 4, text: 'Remove…' },
      { line: 4, text: 'The worker of' },
      { line: 5, text: 'it is not there' },
      { line: 6, text: 'down' },
      { line: 6, text: 'no answer' }
    ] satisfies readonly FoundText[])
  })
})
