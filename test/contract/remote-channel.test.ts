import { describe } from 'vitest'
import { Ssh2RemoteShell } from '../../src/engine/adapters/ssh/ssh2-remote-shell.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import { sshSchema } from '../../src/shared/model/settings.js'
import { FakeRemoteShell, type FakeChannel } from '../support/fake-remote-shell.js'
import { testLab } from '../support/test-lab.js'
import { describeRemoteChannels } from './remote-channel-contract.js'

/** A shell as far as the suite asks: it echoes, adds, knows its size, and leaves. */
function answer(channel: FakeChannel, text: string): void {
  channel.say(text)
  if (text.includes('$((40 + 2))')) channel.say('\r\nsum-42-é\r\n')
  if (text.startsWith('stty')) channel.say(`\r\n${channel.size.rows} ${channel.size.cols}\r\n`)
  if (text.startsWith('exit 3')) channel.end({ type: 'exited', code: 3, signal: null })
}

/** The programs of the suite. */
function run(channel: FakeChannel): void {
  const script = channel.argv[2] ?? ''
  if (script.startsWith('echo started')) channel.say('started\n')
  if (script === 'yes') channel.say('y\ny\ny\n')
  if (!script.startsWith('echo it')) return
  channel.say("it's out\n")
  channel.say('wrong\n', 'errors')
  channel.end({ type: 'exited', code: 7, signal: null })
}

describeRemoteChannels('FakeRemoteShell', async () => {
  const fake = new FakeRemoteShell()
  fake.onTyped = answer
  fake.onChannel = run
  const target = sshSchema.parse({ host: 'h', user: 'u', hostKey: `SHA256:${'A'.repeat(43)}` })
  return { session: await fake.open(target), dispose: () => Promise.resolve() }
})

const lab = testLab()

describe.runIf(lab !== null)('Ssh2RemoteShell on the lab', () => {
  describeRemoteChannels('Ssh2RemoteShell', async () => {
    const session = await new Ssh2RemoteShell({ clock: new SystemClock() }).open(
      lab!.environment.clusters[0]!.ssh!
    )
    return { session, dispose: () => session.close() }
  })
})
