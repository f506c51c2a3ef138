import { describe, expect, test } from 'vitest'
import type { LabCloud, LabView } from '@shared/ipc/lab-view.js'
import { ConsoleError } from '@shared/model/errors.js'
import { millis, type ClusterName } from '@shared/model/ids.js'
import type { Installation } from '../../../src/main/lab/installation.js'
import { LabDesk, type LabDeskOptions } from '../../../src/main/lab/lab-desk.js'
import type { LabMachine } from '../../../src/main/lab/lab-machine.js'
import type { Command, ProgramEnd, Programs, Watching } from '../../../src/main/lab/programs.js'
import { runId } from '../a-run-snapshot.js'
import { manualTimers } from '../timers.js'

const cloud = (name: string, state: LabCloud['state'] = 'up'): LabCloud => ({
  name: name as ClusterName,
  address: '127.0.1.1',
  state,
  missing: []
})
const porto = 'porto' as ClusterName

/** A program that is going on: the test says what it prints and how it ends. */
class FakePrograms implements Programs {
  readonly commands: Command[] = []
  #going: { watching: Watching; end: (end: ProgramEnd) => void } | null = null

  own = (words: readonly string[]): Command => ({ program: 'medusa', args: words })

  run(command: Command, watching: Watching): Promise<ProgramEnd> {
    this.commands.push(command)
    return new Promise((end) => (this.#going = { watching, end }))
  }

  say(line: object): void {
    this.#going?.watching.onLine(JSON.stringify(line))
  }

  get stopped(): boolean {
    return this.#going?.watching.signal.aborted === true
  }

  end(code: number, lastWords: readonly string[] = []): void {
    this.#going?.end({ code, lastWords })
  }
}

function aLab(change: Partial<LabDeskOptions> = {}) {
  const programs = new FakePrograms()
  const timers = manualTimers()
  const views: LabView[] = []
  const done: string[] = []
  const actions: string[] = []
  let clouds: readonly LabCloud[] = []
  let stranded: readonly ClusterName[] = []
  let over = (): void => undefined
  const machine: LabMachine = {
    folder: '/state/lab',
    lab: () => Promise.resolve({ broker: clouds.length === 0 ? null : 'up', clouds }),
    look: () => Promise.resolve({ needs: [], missing: { packages: [], hadoop: true } }),
    fault: (name, kind, until) =>
      Promise.resolve(void done.push(`fault ${name} ${kind} until ${until}`)),
    stranded: () => Promise.resolve(stranded),
    heal: (name) => Promise.resolve(void done.push(`heal ${name}`)),
    prepareTour: () => Promise.resolve({ jobFile: '/state/tour/wordcount.yaml', liar: porto })
  }
  const lab = new LabDesk({
    machine,
    programs,
    record: async ({ what, call }, work) => {
      actions.push(`${what} | ${call ?? ''}`)
      return work()
    },
    installationOf: () => Promise.resolve(null),
    state: '/state',
    base: 90,
    showLab: () => Promise.resolve(),
    showLabAnew: () => Promise.resolve(void done.push('shown')),
    runs: {
      start: (file) => Promise.resolve((done.push(`run ${file}`), runId('r-1'))),
      whenOver: () => new Promise<void>((resolve) => (over = resolve))
    },
    now: () => millis(5_000),
    after: timers.after,
    onChange: (view) => views.push(view),
    ...change
  })
  return {
    lab,
    programs,
    views,
    done,
    actions,
    setStranded: (next: readonly ClusterName[]) => (stranded = next),
    setClouds: (next: readonly LabCloud[]) => (clouds = next),
    endRun: () => over()
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('start', () => {
  test('runs the command line, shows its progress, and the environment when it is up', async () => {
    const { lab, programs, actions, done, setClouds } = aLab()
    const started = lab.start({ tour: false })
    await settled()
    expect(programs.commands[0]?.args).toEqual(
      'lab up --clouds 3 --base 90 --json --state /state'.split(' ')
    )
    programs.say({ progress: { cloud: 'porto', daemon: 'sshd', state: 'ready', seconds: 1 } })
    expect(lab.view.activity).toMatchObject({
      type: 'starting',
      steps: [{ cloud: 'porto', daemon: 'sshd', state: 'ready', seconds: 1 }]
    })
    setClouds([cloud('porto')])
    programs.end(0)
    await started
    expect([lab.view.activity, lab.view.clouds.length, lab.view.problem, done, actions]).toEqual([
      { type: 'none' },
      1,
      null,
      ['shown'],
      ['started the lab, 3 clouds | medusa lab up --clouds 3 --base 90 --state /state']
    ])
  })

  test('that fails keeps what the command line said, with its remedy, until it is tried again', async () => {
    const { lab, programs } = aLab()
    const started = lab.start({ tour: true })
    await settled()
    programs.say({ type: 'error', code: 'PORT_IN_USE', message: 'port 9870 is in use', hint: 'x' })
    programs.end(2)
    await expect(started).rejects.toThrow('port 9870')
    const error = { code: 'PORT_IN_USE', message: 'port 9870 is in use', hint: 'x' }
    expect(lab.view.problem).toEqual({ what: 'start', error })
    void lab.start({ tour: false })
    expect(lab.view.problem).toBeNull()
  })

  test('that dies without a word tells its last words', async () => {
    const { lab, programs } = aLab()
    const started = lab.start({ tour: false })
    await settled()
    programs.end(70, ['Error: no such module'])
    await expect(started).rejects.toMatchObject({
      code: 'LAB_FAILED',
      hint: expect.stringContaining('no such module') as string
    })
  })

  test('called off asks the process to end, waits for it, and is no problem', async () => {
    const { lab, programs } = aLab()
    const started = lab.start({ tour: true })
    await settled()
    lab.cancel()
    expect([programs.stopped, lab.view.activity]).toMatchObject([true, { cancelling: true }])
    programs.say({ type: 'error', code: 'INTERRUPTED', message: 'interrupted' })
    programs.end(130)
    await expect(started).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect([lab.view.activity, lab.view.problem]).toEqual([{ type: 'none' }, null])
  })

  test('is refused while another undertaking goes on', async () => {
    const { lab } = aLab()
    void lab.stop()
    await expect(lab.start({ tour: false })).rejects.toThrow('the lab is being stopped')
  })

  test('a window that goes takes the start with it', async () => {
    const { lab, programs } = aLab()
    void lab.start({ tour: false }).catch(() => undefined)
    await settled()
    lab.close()
    expect(programs.stopped).toBe(true)
  })
})

describe('the tour', () => {
  const three = [cloud('porto'), cloud('lisbon'), cloud('faro')]

  test('makes the first one lie, starts the run, and heals when it is over', async () => {
    const { lab, done, setClouds, endRun, actions } = aLab()
    setClouds(three)
    await lab.tour()
    expect([done, lab.view.tour]).toEqual([
      ['fault porto lie until this process ends', 'run /state/tour/wordcount.yaml'],
      { run: 'r-1', liar: 'porto', over: false }
    ])
    endRun()
    await settled()
    expect([done.at(-1), lab.view.tour?.over, actions.length]).toEqual(['heal porto', true, 2])
  })

  test('heals its liar when the run cannot be started', async () => {
    const refusal = new ConsoleError('NOT_AVAILABLE', 'another run is being started')
    const { lab, done, setClouds } = aLab({
      runs: { start: () => Promise.reject(refusal), whenOver: () => Promise.resolve() }
    })
    setClouds(three)
    await expect(lab.tour()).rejects.toThrow('another run')
    expect([done, lab.view.problem?.what]).toEqual([
      ['fault porto lie until this process ends', 'heal porto'],
      'tour'
    ])
  })

  test('is refused while a cloud is not honest: two liars would be believed', async () => {
    const { lab, done, setClouds } = aLab()
    setClouds([cloud('porto'), cloud('lisbon', 'lying'), cloud('faro')])
    await expect(lab.tour()).rejects.toThrow('lisbon is lying')
    expect(done).toEqual([])
  })

  test('of a window that was killed leaves a liar, which the next window heals, once', async () => {
    const { lab, done, actions, setStranded } = aLab()
    setStranded([porto])
    await lab.watch('page')
    await lab.watch('page')
    expect([done, actions]).toEqual([
      ['heal porto'],
      ['healed porto, left lying, for the tour | medusa lab heal porto']
    ])
  })

  test('has nobody to heal when the lab was stopped in the middle', async () => {
    const { lab, done, setClouds, endRun } = aLab()
    setClouds(three)
    await lab.tour()
    setClouds(three.map((one) => ({ ...one, state: 'down' })))
    endRun()
    await settled()
    expect([done.includes('heal porto'), lab.view.tour?.over]).toEqual([false, true])
  })

  test('heals its liar when the window goes', async () => {
    const { lab, done, setClouds } = aLab()
    setClouds(three)
    await lab.tour()
    lab.close()
    await settled()
    expect(done.at(-1)).toBe('heal porto')
  })
})

test('an installation shows what it says and is tried command by command', async () => {
  const installation: Installation = {
    remedy: { commands: ['npm run setup'], runnable: true, why: null },
    commands: [{ program: 'npm', args: ['run', 'setup'], folder: '/src' }]
  }
  const { lab, programs, actions } = aLab({ installationOf: () => Promise.resolve(installation) })
  await lab.watch('page')
  const installed = lab.install()
  await settled()
  programs.say({ line: 1 })
  expect(lab.view.activity).toMatchObject({ type: 'installing', lines: ['{"line":1}'] })
  programs.end(1, ['error: no network'])
  await expect(installed).rejects.toThrow('npm ended with exit code 1')
  expect([actions, lab.view.problem?.error.hint]).toEqual([
    ['installed what the lab needs | npm run setup'],
    'error: no network'
  ])
})

test('an installation that was called off goes no further, although its command ended well', async () => {
  const sudo = { program: 'sudo', args: ['apt-get'] }
  const installation: Installation = {
    remedy: {
      commands: ['sudo apt-get update', 'sudo apt-get install'],
      runnable: true,
      why: null
    },
    commands: [sudo, sudo]
  }
  const { lab, programs } = aLab({ installationOf: () => Promise.resolve(installation) })
  await lab.watch('page')
  const installed = lab.install()
  await settled()
  lab.cancel()
  programs.end(0)
  await expect(installed).rejects.toMatchObject({ code: 'INTERRUPTED' })
  expect([programs.commands.length, lab.view.problem]).toEqual([1, null])
})

test('a fault is logged with its command, and stands in the next view', async () => {
  const { lab, done, actions } = aLab()
  await lab.fault(porto, 'outage')
  expect([done, actions]).toEqual([
    ['fault porto outage until healed'],
    ['set the fault outage on porto | medusa lab fault porto outage --state /state']
  ])
})

test('only the page that asked last ends the watching', async () => {
  const { lab, setClouds, views } = aLab()
  await lab.watch('one')
  await lab.watch('two')
  lab.unwatch('one')
  setClouds([cloud('porto')])
  await lab.watch('two')
  expect(views.at(-1)?.clouds).toHaveLength(1)
})
