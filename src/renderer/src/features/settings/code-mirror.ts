/** CodeMirror for the settings' JSON: numbers of lines, completion, marks for issues, search. Colours are the tokens', so themes come by themselves. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  syntaxHighlighting
} from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import {
  highlightSelectionMatches,
  openSearchPanel,
  search,
  searchKeymap
} from '@codemirror/search'
import { EditorState, type TransactionSpec } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { SETTINGS_LIMIT, type SettingsIssue } from '@shared/ipc/settings-view.js'
import { schemaCompletion, type NamesFor, type Schema } from './schema-completion.js'
import { editorTheme } from './editor-theme.js'

export interface EditorChoices {
  readonly parent: HTMLElement
  readonly text: string
  readonly label: string
  readonly schema: Schema
  readonly namesFor: NamesFor
  readonly onchange: (text: string) => void
  /** Somebody wanted to put in so many characters; nothing was changed. */
  readonly ontoolong: (length: number) => void
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-key)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' }
])

export function openEditor(choices: EditorChoices): EditorView {
  return new EditorView({
    parent: choices.parent,
    state: EditorState.create({
      doc: choices.text,
      extensions: [
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        drawSelection(),
        history(),
        bracketMatching(),
        closeBrackets(),
        search({ top: true }),
        highlightSelectionMatches(),
        json(),
        syntaxHighlighting(colours),
        autocompletion({ override: [schemaCompletion(choices.schema, choices.namesFor)] }),
        // n.b. Tab is not taken: it leads out of the editor, as everywhere
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          ...lintKeymap
        ]),
        editorTheme,
        EditorView.contentAttributes.of({
          'aria-label': choices.label,
          spellcheck: 'false',
          tabindex: '0'
        }),
        EditorView.domEventHandlers({
          paste: (event, view) => tooLong(event.clipboardData, view, choices),
          drop: (event, view) => tooLong(event.dataTransfer, view, choices)
        }),
        EditorState.changeFilter.of((change) => change.newDoc.length <= SETTINGS_LIMIT),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) choices.onchange(update.state.doc.toString())
        })
      ]
    })
  })
}

/** A whole disk may be on the clipboard: looked at before CodeMirror cuts it into lines. */
function tooLong(data: DataTransfer | null, view: EditorView, choices: EditorChoices): boolean {
  const length = (data?.getData('text/plain').length ?? 0) + view.state.doc.length
  if (length <= SETTINGS_LIMIT) return false
  choices.ontoolong(length)
  return true
}

/** Puts in what the form changed, as the smallest change: cursor and marks stay where they are. */
export function showText(view: EditorView, text: string): void {
  const old = view.state.doc.toString()
  if (old === text) return
  let from = 0
  const most = Math.min(old.length, text.length)
  while (from < most && old.charCodeAt(from) === text.charCodeAt(from)) from++
  let same = 0
  while (
    same < most - from &&
    old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same)
  )
    same++
  const insert = text.slice(from, text.length - same)
  view.dispatch({ changes: { from, to: old.length - same, insert } } satisfies TransactionSpec)
}

export function showIssues(view: EditorView, issues: readonly SettingsIssue[]): void {
  const end = view.state.doc.length
  const diagnostics = issues.map((issue): Diagnostic => {
    const from = Math.min(issue.from ?? 0, end)
    return {
      from,
      to: Math.min(Math.max(issue.to ?? from, from), end),
      severity: 'error',
      message: issue.message
    }
  })
  view.dispatch(setDiagnostics(view.state, diagnostics))
}

/** Brings a place into sight and puts the cursor there. */
export function goTo(view: EditorView, at: number): void {
  const anchor = Math.min(at, view.state.doc.length)
  view.dispatch({
    selection: { anchor },
    effects: EditorView.scrollIntoView(anchor, { y: 'center' })
  })
  view.focus()
}

export const find = (view: EditorView): boolean => openSearchPanel(view)
