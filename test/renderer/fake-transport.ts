/** The main process as the page sees it, held by the test: answers to calls, and events whenever the test says. */
import { createConsoleApi, type ConsoleApi, type Transport } from '@shared/ipc/console-api.js'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { CallName, EventName, Events } from '@shared/ipc/contract.js'
import type { Result } from '@shared/model/errors.js'

type Answers = Partial<Record<CallName, (params: unknown) => Result<unknown>>>

export interface FakeMain {
  readonly api: ConsoleApi
  /** Calls with their parameters, in order. */
  readonly calls: (readonly [string, unknown])[]
  readonly emit: <K extends EventName>(event: K, payload: Events[K]) => void
  readonly listeners: () => number
}

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export function aConsoleState(change: Partial<ConsoleState> = {}): ConsoleState {
  return {
    version: 1,
    environment: 'lab',
    environments: [{ name: 'lab', origin: 'lab' }],
    clusters: [],
    management: true,
    stateFolder: null,
    engine: { type: 'ready' },
    theme: 'system',
    notices: { runs: true, clusters: true },
    restarted: null,
    runs: [],
    runsReadAt: 1 as NonNullable<ConsoleState['runsReadAt']>,
    runsError: null,
    asked: null,
    own: [],
    start: null,
    ...change
  }
}

export function fakeMain(answers: Answers = {}): FakeMain {
  const calls: (readonly [string, unknown])[] = []
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  const transport: Transport = {
    invoke: (channel, params) => {
      calls.push([channel, params])
      return Promise.resolve(answers[channel as CallName]?.(params) ?? ok(null))
    },
    subscribe: (channel, listener) => {
      const all = listeners.get(channel) ?? new Set()
      listeners.set(channel, all.add(listener))
      return () => all.delete(listener)
    }
  }
  return {
    api: createConsoleApi(transport),
    calls,
    emit: (event, payload) => listeners.get(event)?.forEach((listener) => listener(payload)),
    listeners: () => [...listeners.values()].reduce((sum, each) => sum + each.size, 0)
  }
}
