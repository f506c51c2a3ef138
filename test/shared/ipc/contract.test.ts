import { describe, expect, test } from 'vitest'
import { callNames, eventNames } from '@shared/ipc/channels.js'
import { createConsoleApi, type Transport } from '@shared/ipc/console-api.js'
import { CLIPBOARD_LIMIT } from '@shared/ipc/areas/console.js'
import { calls } from '@shared/ipc/contract.js'

function recording(): Transport & { readonly sent: unknown[]; emit(payload: unknown): void } {
  const sent: unknown[] = []
  let listener: (payload: unknown) => void = () => undefined
  return {
    sent,
    emit: (payload) => listener(payload),
    invoke: (channel, params) => {
      sent.push([channel, params])
      return Promise.resolve({ ok: true, value: null })
    },
    subscribe: (channel, next) => {
      sent.push(['subscribe', channel])
      listener = next
      return () => sent.push(['unsubscribe', channel])
    }
  }
}

describe('the contract', () => {
  test('has the same calls in the list of the preload and among the schemas', () => {
    expect([...callNames].sort()).toEqual(Object.keys(calls).sort())
  })

  test('lets a run id through and nothing that could be a path', () => {
    const { params } = calls['runs.follow']
    expect(params.parse({ run: 'r-20261121-7k2m' })).toEqual({ run: 'r-20261121-7k2m' })
    for (const run of ['../../etc/passwd', '', 'R-1', 'r 1', 7, null])
      expect(() => params.parse({ run }), String(run)).toThrow()
  })

  test('refuses keys that it does not know', () => {
    expect(() => calls['runs.open'].params.parse({ file: '/etc/passwd' })).toThrow()
    expect(() => calls['runs.fetch'].params.parse({ run: 'r-1', folder: '/' })).toThrow()
    expect(() => calls['console.read'].params.parse(undefined)).toThrow()
  })

  test('refuses a theme that does not exist, and more text than a clipboard should hold', () => {
    expect(() => calls['theme.choose'].params.parse({ theme: 'neon' })).toThrow()
    const { params } = calls['clipboard.write']
    expect(() => params.parse({ text: 'x'.repeat(CLIPBOARD_LIMIT + 1) })).toThrow()
    expect(() => params.parse({ text: '' })).toThrow()
  })
})

describe('createConsoleApi', () => {
  test('has one function a call, and `on`, and nothing else', () => {
    expect(Object.keys(createConsoleApi(recording())).sort()).toEqual([...callNames, 'on'].sort())
  })

  test('forwards a call under its own name', async () => {
    const transport = recording()
    await createConsoleApi(transport)['theme.choose']({ theme: 'dark' })
    expect(transport.sent).toEqual([['theme.choose', { theme: 'dark' }]])
  })

  test('hands on the payload of an event until it is disposed of', () => {
    const transport = recording()
    const heard: unknown[] = []
    const stop = createConsoleApi(transport).on('run.snapshot', (snapshot) => heard.push(snapshot))
    transport.emit({ version: 1 })
    stop()
    expect({ heard, sent: transport.sent }).toEqual({
      heard: [{ version: 1 }],
      sent: [
        ['subscribe', 'run.snapshot'],
        ['unsubscribe', 'run.snapshot']
      ]
    })
  })

  test('refuses an event that does not exist, so that no channel string is free', () => {
    const api = createConsoleApi(recording())
    expect(() => api.on('electron-internal' as never, () => undefined)).toThrow(TypeError)
    expect(eventNames).not.toContain('electron-internal')
  })
})
