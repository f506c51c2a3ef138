/** How CodeMirror looks here: the project's tokens, nothing of its own. */
import { EditorView } from '@codemirror/view'

export const editorTheme = EditorView.theme({
  '&': {
    height: '100%',
    backgroundColor: 'var(--surface-sunken)',
    color: 'var(--text)',
    fontSize: '12px'
  },
  // the frame around it shows the focus: gutters would lie over a line of its own
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: 'var(--type-code)', fontVariantLigatures: 'none', lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface-sunken)',
    color: 'var(--text-3)',
    border: 'none'
  },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-lint-marker': { width: '10px', height: '10px' },
  '.cm-lint-marker-error': {
    content: '""',
    margin: '4px 0 0 2px',
    borderRadius: '2px',
    backgroundColor: 'var(--state-failed)'
  },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--surface-hover)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--text)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { backgroundColor: 'var(--accent-line)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--accent-tint)' },
  '.cm-searchMatch': {
    backgroundColor: 'var(--state-inconclusive-tint)',
    outline: '1px solid var(--state-inconclusive-line)'
  },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--accent-line)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--accent-tint)',
    outline: '1px solid var(--accent-line)'
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--state-failed) 1px',
    textUnderlineOffset: '3px'
  },
  '.cm-diagnostic': { padding: '4px 8px', font: 'var(--type-small)' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--state-failed)' },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--surface-raised)',
    color: 'var(--text)',
    border: '1px solid var(--line)',
    font: 'var(--type-small)'
  },
  '.cm-tooltip': { borderRadius: '6px', boxShadow: 'var(--shadow-menu)', overflow: 'hidden' },
  '.cm-panels-top': { border: '0', borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '6px 8px', font: 'var(--type-small)' },
  '.cm-panel.cm-search label': { font: 'var(--type-small)' },
  '.cm-textfield': {
    height: '24px',
    border: '1px solid var(--line-control)',
    borderRadius: '4px',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    font: 'var(--type-small)'
  },
  '.cm-button': {
    height: '24px',
    border: '1px solid var(--line-strong)',
    borderRadius: '4px',
    backgroundImage: 'none',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    font: 'var(--type-small)'
  },
  '.cm-panel.cm-search [name=close]': { color: 'var(--text-2)', fontSize: '16px' },
  '.cm-tooltip-autocomplete > ul': { font: 'var(--type-code-small)' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--surface-selected)',
    color: 'var(--text)'
  },
  '.cm-completionDetail': { color: 'var(--text-3)' },
  '.cm-completionInfo': { padding: '6px 8px', maxWidth: '280px', font: 'var(--type-small)' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--surface-selected)',
    border: '0',
    color: 'var(--text-2)'
  }
})
