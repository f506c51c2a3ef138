import { expect, test } from 'vitest'
import {
  changeWords,
  freeName,
  issueAt,
  issuesIn,
  pathWords,
  shownValue,
  withEnvironment,
  withOptional,
  withRenamed,
  withTyped
} from '../../../../src/renderer/src/features/settings/settings-tree.js'

const TEXT = '{"current": "a", "environments": {"a": {"broker": {"port": 5672}}}}'
const port = ['environments', 'a', 'broker', 'port']
const at = (text: string): unknown => {
  const value = JSON.parse(text) as { environments: { a: { broker: { port?: unknown } } } }
  return value.environments.a.broker.port
}

test('what is typed into a field for numbers is a number, a text that is marked, or nothing', () => {
  expect(at(withTyped(TEXT, port, 'number', '5671'))).toBe(5671)
  expect(at(withTyped(TEXT, port, 'number', '56x'))).toBe('56x')
  expect(at(withTyped(TEXT, port, 'number', ''))).toBeUndefined()
  expect(at(withTyped(TEXT, port, 'number', '9'.repeat(30)))).toBe('9'.repeat(30))
})

test('an optional text goes when nothing is typed', () => {
  expect(withOptional(TEXT, ['environments', 'a', 'secretsFile'], '')).toBe(TEXT)
  expect(withOptional(TEXT, ['environments', 'a', 'secretsFile'], '/x')).toContain(
    '"secretsFile": "/x"'
  )
})

test('the current environment stays current under its new name', () => {
  const text = withRenamed(TEXT, 'a', 'a', 'b "2" / é')
  expect(JSON.parse(text)).toMatchObject({
    current: 'b "2" / é',
    environments: { 'b "2" / é': {} }
  })
  expect(withRenamed(TEXT, 'other', 'a', 'b')).toContain('"current": "a"')
})

test('the first environment is opened at the start, a further one is not', () => {
  expect(JSON.parse(withEnvironment('{}', 'x', 'first'))).toMatchObject({ current: 'x' })
  expect(JSON.parse(withEnvironment(TEXT, 'x', 'further'))).toMatchObject({ current: 'a' })
  expect([freeName([]), freeName(['new', 'new 2'])]).toEqual(['new', 'new 3'])
})

test('issues are found by their place, and by what is around it', () => {
  const issues = [{ path: port, message: 'wrong', from: 0, to: 1 }]
  expect(issueAt(issues, port)).toBe('wrong')
  expect(issueAt(issues, port.slice(0, 3))).toBeNull()
  expect(issuesIn(issues, ['environments', 'a'])).toHaveLength(1)
  expect(issuesIn(issues, ['environments', 'b'])).toHaveLength(0)
})

test('a change is said in one sentence', () => {
  const change = (path: readonly string[], before: string | null, after: string | null) => ({
    path,
    before,
    after
  })
  expect(changeWords([change(port, '1', '2')])).toBe('changed broker port of a')
  expect(changeWords([change(['environments', 'a'], null, '{}')])).toBe('added environment a')
  expect(changeWords([change(['environments', 'a', 'clusters', 'porto'], '{}', null)])).toBe(
    'removed cluster porto of a'
  )
  expect(changeWords([change(['current'], '"a"', '"b"')])).toBe('changed current')
  expect(changeWords([change(port, '1', '2'), change(['environments', 'b'], null, '{}')])).toBe(
    '2 changes in a, b'
  )
  expect(pathWords(port)).toBe('a › broker › port')
})

test('a value of another kind is shown as JSON, so that it can be corrected', () => {
  expect([shownValue('x'), shownValue(5), shownValue(undefined), shownValue([1])]).toEqual([
    'x',
    '5',
    '',
    '[1]'
  ])
})
