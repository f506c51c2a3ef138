/** Nothing to set up, for tests that are about something else. */
import { ConsoleError } from '@shared/model/errors.js'
import type { SetupHost } from '../../../src/main/setup/setup-host.js'

const nothing = (): never => {
  throw new ConsoleError('NOT_AVAILABLE', 'nothing is set up in this test')
}

export const noSetups: SetupHost = {
  list: () => Promise.resolve([]),
  site: () => Promise.resolve(null),
  saveSite: () => Promise.resolve().then(nothing),
  open: () => Promise.resolve().then(nothing),
  hostKey: () => Promise.resolve().then(nothing)
}
