import { render, screen } from '@testing-library/svelte'
import '@testing-library/jest-dom/vitest'
import { beforeAll, expect, test } from 'vitest'
import SearchBox from '../../../src/renderer/src/ui/SearchBox.svelte'
import { standInForTheBrowser } from '../jsdom-gaps.js'

beforeAll(standInForTheBrowser)

test('says what is wrong with an expression, beside the field that it belongs to', async () => {
  const props = { value: '(', label: 'Filter runs' }
  const { rerender } = render(SearchBox, { ...props, error: 'missing closing )' })
  const field = screen.getByRole('searchbox', { name: 'Filter runs' })
  expect(field).toHaveAccessibleDescription('Missing closing ).')
  expect(screen.getByRole('status', { hidden: true })).toHaveTextContent('Missing closing ).')
  await rerender({ ...props, value: '()', error: null })
  expect(field).not.toHaveAccessibleDescription()
})
