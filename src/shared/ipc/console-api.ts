/** What the page can do: one function a call, and `on` for events. Built from any transport, so that tests need no Electron. */
import { callNames, eventNames } from './channels.js'
import type { EventName, Events, Handlers } from './contract.js'

export type ConsoleApi = Handlers & {
  /** @returns a disposer @throws TypeError for an event that does not exist */
  on<K extends EventName>(event: K, listener: (payload: Events[K]) => void): () => void
}

export interface Transport {
  invoke(channel: string, params: unknown): Promise<unknown>
  /** The listener gets the payload only, never an event object of the transport. */
  subscribe(channel: string, listener: (payload: unknown) => void): () => void
}

export function createConsoleApi(transport: Transport): ConsoleApi {
  const handlers = Object.fromEntries(
    callNames.map((name) => [name, (params: unknown) => transport.invoke(name, params)])
  ) as unknown as Handlers
  return {
    ...handlers,
    on: (event, listener) => {
      if (!eventNames.includes(event)) throw new TypeError(`there is no event "${event}"`)
      return transport.subscribe(event, (payload) => listener(payload as never))
    }
  }
}
