/** What every host's long-lived channels do: the fake, and a real sshd. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RemoteSession } from '../../src/engine/ports/remote-shell.js'

export interface RemoteChannelSubject {
  readonly session: RemoteSession
  dispose(): Promise<void>
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Gathers what comes, and waits until it holds something. */
function gathered(): {
  readonly add: (chunk: Uint8Array) => void
  readonly until: (pattern: RegExp) => Promise<string>
  readonly length: () => number
} {
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  let look: () => void = () => undefined
  return {
    length: () => length,
    add: (chunk) => {
      length += chunk.length
      text = (text + decoder.decode(chunk, { stream: true })).slice(-100_000)
      look()
    },
    until: (pattern) =>
      new Promise((resolve) => {
        look = () => {
          if (pattern.test(text)) resolve(text)
        }
        look()
      })
  }
}

export function describeRemoteChannels(
  name: string,
  makeSubject: () => Promise<RemoteChannelSubject>
): void {
  describe(`${name}, as a host with programs that go on`, () => {
    let subject: RemoteChannelSubject
    beforeEach(async () => {
      subject = await makeSubject()
    })
    afterEach(async () => {
      await subject.dispose()
    })
    const shell = (add: (chunk: Uint8Array) => void) =>
      subject.session.shell({ cols: 80, rows: 24, term: 'xterm-256color' }, add)

    test('a terminal shows what is typed and what comes of it', async () => {
      const output = gathered()
      const terminal = await shell(output.add)
      terminal.write(encode('echo sum-$((40 + 2))-é\r'))
      expect(await output.until(/sum-42-é/)).toContain('echo sum-')
      terminal.write(encode('exit 3\r'))
      expect(await terminal.ended).toEqual({ type: 'exited', code: 3, signal: null })
    })

    test('a terminal tells its programs how large it is', async () => {
      const output = gathered()
      const terminal = await shell(output.add)
      terminal.resize({ cols: 101, rows: 33 })
      terminal.write(encode('stty size\r'))
      await output.until(/33 101/)
      terminal.close()
      await terminal.ended
    })

    test('a stream gives output and errors apart, and the exit code after them', async () => {
      const taken = { output: '', errors: '' }
      const stream = await subject.session.stream(
        ['sh', '-c', "echo it\\'s out; echo wrong >&2; exit 7"],
        (chunk, source) => (taken[source] += new TextDecoder().decode(chunk))
      )
      expect([await stream.ended, taken]).toEqual([
        { type: 'exited', code: 7, signal: null },
        { output: "it's out\n", errors: 'wrong\n' }
      ])
    })

    test('a stream that is closed ends, and what it started ends with it', async () => {
      const output = gathered()
      const stream = await subject.session.stream(
        ['sh', '-c', 'echo started; sleep 300 & sleep 300'],
        output.add
      )
      await output.until(/started/)
      stream.close()
      expect(await stream.ended).toEqual({ type: 'exited', code: null, signal: 'SIGTERM' })
    })

    test('a paused stream stops giving, and goes on where it was', async () => {
      const output = gathered()
      const stream = await subject.session.stream(['sh', '-c', 'yes'], output.add)
      await output.until(/y\ny\n/)
      stream.pause()
      await subject.session.run(['true'])
      const before = output.length()
      await subject.session.run(['true'])
      expect(output.length() - before).toBeLessThan(4 * 1024 * 1024)
      stream.resume()
      stream.close()
      await stream.ended
    })

    test('knows whether its link is there', async () => {
      expect(subject.session.alive).toBe(true)
      await subject.session.close()
      expect(subject.session.alive).toBe(false)
    })
  })
}
