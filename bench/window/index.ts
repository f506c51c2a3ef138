/**
 * Time to an interactive window, its memory and what it does when nothing happens: the product's against an empty Electron's, in
 * turns, by the same means.
 *
 * Interactive: the landmark `main` is on the screen and takes a click. What Playwright itself needs is in both.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { _electron, errors } from '@playwright/test'
import { checkout } from '../../src/cli/checkout.js'
import type { Bench } from '../bench.js'
import { inTurn, median } from '../figures.js'
import { openDisplay } from './display.js'
import { electronProgram, sandboxArguments } from './electron.js'
import { treePss, treeSeconds } from './process-tree.js'

const ROUNDS = 5
const TARGET_SECONDS = 0.3
/** Largest memory, of the empty window's. */
const TARGET_PSS = 1.25
/** Largest processor time when idle, per cent of one core. */
const TARGET_IDLE = 1
const SETTLED_MS = 3_000
/** After what it fetched and loaded once all is shown. */
const IDLE_MS = 5_000
const LOOKED_MS = 5_000
const LAUNCH_MS = 30_000
const MOST_TRIES = 3
const PLACE = { x: 0, y: 0, width: 1280, height: 800, maximized: false }

interface Opened {
  readonly seconds: number
  readonly pss: number
  /** Processor time when nothing happens, per cent of one core. */
  readonly idle: number
}

export const window: Bench = {
  name: 'window',
  title: 'the window: until it is interactive, and when it is idle',
  usesLab: false,
  run: async ({ signal, say, temporary }) => {
    const program = electronProgram()
    const folder = await temporary()
    const display = await openDisplay()
    const ours: Opened[] = []
    const empty: Opened[] = []
    const variants = [
      { into: ours, application: checkout(), args: ['--state', join(folder, 'state')] },
      { into: empty, application: join(checkout(), 'bench', 'window'), args: [] }
    ]
    let retries = 0
    const start = ({ application, args }: { application: string; args: readonly string[] }) =>
      open({
        executablePath: program,
        display: display.name,
        application,
        args,
        folder,
        onRetry: () => {
          retries += 1
        }
      })
    try {
      for (const variant of variants) await start(variant) // from the disk into memory
      for (let round = 0; round < ROUNDS; round += 1) {
        say(`window: round ${String(round + 1)} of ${String(ROUNDS)}`)
        for (const variant of inTurn(variants, round)) {
          signal.throwIfAborted()
          variant.into.push(await start(variant))
        }
      }
    } finally {
      display.close()
    }
    const seconds = (opened: readonly Opened[]) => opened.map((one) => one.seconds)
    const pss = (opened: readonly Opened[]) => opened.map((one) => one.pss)
    const idle = (opened: readonly Opened[]) => opened.map((one) => one.idle)
    const memory = median(pss(ours)) / median(pss(empty))
    const more = median(seconds(ours)) - median(seconds(empty))
    return {
      targets: [
        {
          target: `at most ${String(TARGET_SECONDS)} s more than an empty Electron window`,
          measured: `${more.toFixed(2)} s more`,
          met: more <= TARGET_SECONDS
        },
        {
          target: `memory (PSS) at most ${String(TARGET_PSS)} times the empty window's`,
          measured: `${memory.toFixed(2)} times`,
          met: memory <= TARGET_PSS
        },
        {
          target: `below ${String(TARGET_IDLE)} % of one core when idle`,
          measured: `${median(idle(ours)).toFixed(1)} %, the empty window ${median(idle(empty)).toFixed(1)} %`,
          met: median(idle(ours)) < TARGET_IDLE
        }
      ],
      figures: [
        { name: 'Medusa Console', unit: 's', samples: seconds(ours) },
        { name: 'empty Electron window', unit: 's', samples: seconds(empty) },
        { name: 'Medusa Console, PSS of all processes 3 s later', unit: 'MiB', samples: pss(ours) },
        { name: 'empty, PSS of all processes 3 s later', unit: 'MiB', samples: pss(empty) },
        { name: 'Medusa Console, idle', unit: '% of one core', samples: idle(ours) },
        { name: 'empty, idle', unit: '% of one core', samples: idle(empty) }
      ],
      notes: [
        'Fresh user folder each time. Driven by Playwright, whose own part is in both.',
        ...(retries === 0 ? [] : [`Starts repeated after Playwright hung: ${String(retries)}.`])
      ]
    }
  }
}

interface Start {
  readonly executablePath: string
  readonly display: string
  readonly application: string
  readonly args: readonly string[]
  readonly folder: string
  readonly onRetry: () => void
}

/** Playwright's launch now and then waits for ever for an application that is up; that is not ours to measure. */
async function open(start: Start): Promise<Opened> {
  for (let tries = 1; ; tries += 1)
    try {
      return await openOnce(start)
    } catch (thrown) {
      if (!(thrown instanceof errors.TimeoutError) || tries === MOST_TRIES) throw thrown
      start.onRetry()
    }
}

async function openOnce({
  executablePath,
  display,
  application,
  args,
  folder
}: Start): Promise<Opened> {
  const user = await mkdtemp(join(folder, 'user-'))
  await writeFile(join(user, 'window.json'), JSON.stringify({ theme: 'light', place: PLACE }))
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || name === 'ELECTRON_RUN_AS_NODE' ? [] : [[name, value]]
    )
  )
  const begun = performance.now()
  const app = await _electron.launch({
    executablePath,
    args: [application, `--user-data-dir=${user}`, ...sandboxArguments, ...args],
    env: { ...env, DISPLAY: display },
    colorScheme: null,
    timeout: LAUNCH_MS
  })
  try {
    const page = await app.firstWindow()
    await page.getByRole('main').click({ trial: true })
    const seconds = (performance.now() - begun) / 1000
    await sleep(SETTLED_MS)
    const pid = app.process().pid ?? 0
    const pss = await treePss(pid)
    await sleep(IDLE_MS)
    const before = await treeSeconds(pid)
    await sleep(LOOKED_MS)
    const idle = ((await treeSeconds(pid)) - before) / (LOOKED_MS / 100_000)
    return { seconds, pss, idle }
  } finally {
    await app.close()
    await rm(user, { recursive: true, force: true })
  }
}
