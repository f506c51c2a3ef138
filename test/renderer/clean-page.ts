/** Test files share one page (vitest.config.ts): each test begins with an address and a storage of its own. */
import { beforeEach } from 'vitest'

beforeEach(() => {
  // Not `location.hash = ''`: its event would arrive in the middle of the test.
  history.replaceState(null, '', '/')
  localStorage.clear()
})
