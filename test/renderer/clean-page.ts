/** Test files share one page (vitest.config.ts): each test begins with an address, a storage and a document of its own. */
import { cleanup } from '@testing-library/svelte'
import { afterEach, beforeEach } from 'vitest'

beforeEach(() => {
  // Not `location.hash = ''`: its event would arrive in the middle of the test.
  history.replaceState(null, '', '/')
  localStorage.clear()
})
afterEach(() => {
  cleanup()
  document.body.replaceChildren()
})
