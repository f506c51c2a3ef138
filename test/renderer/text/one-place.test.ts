import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { textsOfComponent, textsOfModule, type FoundText } from './texts-in-code.js'

const RENDERER = join(import.meta.dirname, '../../../src/renderer/src')

/** What looks like a text and is none, with the reason: by file and text, so that the same word elsewhere is found. */
const ALLOWED: Readonly<Record<string, string>> = {
  'ui/Dialog.svelte: input, textarea, select': 'a selector',
  'features/broker/QueueTable.svelte: num wide rank-3': 'class names, in a table of columns',
  'features/settings/schema-completion.ts: Property': 'a node of the JSON grammar',
  'features/settings/schema-completion.ts: Object': 'a node of the JSON grammar',
  'app/palette/Palette.svelte: Page': 'the beginning of two keys’ names',
  'app/palette/entries.ts: Alt': 'a key',
  'features/setup/LabPanel.svelte: medusa lab down': 'a command to type',
  'app/EmptyPage.svelte: npx medusa run FILE': 'a command to type',
  'features/run/OutputPanel.svelte: npx medusa fetch': 'a command to type',
  'features/clusters/hosts/CommandPage.svelte: hadoop version | head -1': 'a command to type',
  'features/setup/readiness.ts: rabbitmq-plugins enable rabbitmq_management': 'a command to type'
}

const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:svelte|ts)$/.test(file))
  .filter((file) => !file.startsWith('text/'))

test('English that people read stands in text/, and nowhere else', () => {
  const allowed = new Set(Object.keys(ALLOWED))
  const used = new Set<string>()
  const found = files.flatMap((file) => {
    const source = readFileSync(join(RENDERER, file), 'utf8')
    const texts = file.endsWith('.svelte') ? textsOfComponent(source) : textsOfModule(source)
    return texts
      .map(({ line, text }) => ({ key: `${file}: ${text}`, line, text }))
      .filter(({ key }) => !allowed.has(key) || !used.add(key))
      .map(({ line, text }) => `src/renderer/src/${file}:${String(line)} ${text}`)
  })
  expect(found).toEqual([])
  expect([...used].sort()).toEqual([...allowed].sort())
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

  test('is what is joined to something or asked for its parts, but not what is looked up by', () => {
    expect(
      words(`<p title={'by ' + name}>{'Seen by ' + name}{name + ' and others'}{name < 'Some name' ? 1 : 2}</p>
{'One of us'.length}{'and so on'.split(' ')}{says['Some key']}{'Some key' in says}`)
    ).toEqual(['1 by', '1 Seen by', '1 and others', '2 One of us', '2 and so on'])
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
