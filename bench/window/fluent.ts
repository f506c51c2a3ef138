/**
 * 500 clusters and 5,000 queues that change every 2 s: does scrolling stay fluent, what does the main process need, how long does another
 * page take? The window is the product's own (main process, preload, page); what it sees is made up, in its main process, whose time
 * that is counted to. What asking a real broker costs besides is the bench `queues`.
 *
 * The rival is the same window while nothing changes, scrolled and standing still: that is what this machine can do.
 */
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { setTimeout as sleep } from 'node:timers/promises'
import { harnessFolder, makeHarness } from '../../test/main/harness/build.js'
import { join } from 'node:path'
import { checkout } from '../../src/cli/checkout.js'
import type { Bench } from '../bench.js'
import { median } from '../figures.js'
import { openDisplay } from './display.js'
import { electronProgram, sandboxArguments } from './electron.js'
import { scrollScript, switchScript } from './page-scripts.js'
import { changeEverything, fillHarness } from './synthetic.js'

const CLUSTERS = 500
const QUEUES = 5_000
const EVERY_MS = 2_000
const SCROLLED_MS = 10_000
const ROUNDS = 5
const TARGET_FRAMES = 55
const TARGET_MAIN = 20
const TARGET_SWITCH_MS = 100
/** Links of the navigation, each with the title its page gives the window. */
const PAGES = ['overview', 'runs', 'clusters', 'broker', 'predict', 'setup', 'settings', 'actions']

export const fluent: Bench = {
  name: 'fluent',
  title: `${String(CLUSTERS)} clusters and ${String(QUEUES)} queues, changing every 2 s`,
  usesLab: false,
  run: async ({ say, signal, temporary }) => {
    const executablePath = electronProgram()
    await makeHarness(join(checkout(), 'out'))
    const folder = await temporary()
    const display = await openDisplay()
    const names = Array.from({ length: CLUSTERS }, (_, index) => `cloud-${String(index)}`)
    const app = await _electron.launch({
      executablePath,
      args: [harnessFolder, `--user-data-dir=${folder}`, ...sandboxArguments],
      env: {
        ...(process.env as Record<string, string>),
        DISPLAY: display.name,
        MEDUSA_E2E_CLUSTERS: names.join(','),
        MEDUSA_E2E_MANAGEMENT: 'http://127.0.0.1:15672'
      },
      colorScheme: null,
      timeout: 30_000
    })
    try {
      const page = await app.firstWindow()
      await app.evaluate(fillHarness, { clusters: CLUSTERS, queues: QUEUES })
      await page.getByRole('main').waitFor()

      say('fluent: switching pages')
      await switches(page) // what is loaded once
      const switched: number[] = []
      for (let round = 0; round < ROUNDS; round += 1) switched.push(...(await switches(page)))

      const measured: Record<string, Scrolled> = {}
      for (const at of ['overview', 'broker/queues']) {
        signal.throwIfAborted()
        await page.evaluate(`location.hash = '#/${at}'`)
        await sleep(3_000)
        say(`fluent: looking at ${at}`)
        measured[`${at}, standing still`] = await scroll(app, page, 0)
        say(`fluent: scrolling ${at}, nothing changes`)
        measured[`${at}, at rest`] = await scroll(app, page)
        const changing = await app.evaluate(changeEverything, { everyMs: EVERY_MS })
        say(`fluent: scrolling ${at}, everything changes`)
        measured[at] = await scroll(app, page)
        await app.evaluate((_electron, timer) => clearInterval(timer), changing)
      }
      const both = ['overview', 'broker/queues']
        .map((at) => measured[at])
        .filter((each) => each !== undefined)
      const frames = Math.min(...both.map((each) => each.frames))
      const main = Math.max(...both.map((each) => each.main))
      return {
        targets: [
          {
            target: `scrolling at ${String(TARGET_FRAMES)} frames a second or more while everything changes`,
            measured: `${frames.toFixed(0)} in the slower of two pages`,
            met: frames >= TARGET_FRAMES
          },
          {
            target: `main process below ${String(TARGET_MAIN)} % of one core`,
            measured: `${main.toFixed(1)} %`,
            met: main < TARGET_MAIN
          },
          {
            target: `another page within ${String(TARGET_SWITCH_MS)} ms`,
            measured: `${median(switched).toFixed(0)} ms`,
            met: median(switched) < TARGET_SWITCH_MS
          }
        ],
        figures: [
          ...Object.entries(measured).flatMap(([at, { frames: count, rows, main: share }]) => [
            {
              name: `frames a second, ${at} (${String(rows)} px to scroll)`,
              unit: '',
              samples: [count]
            },
            { name: `main process, ${at}`, unit: '% of one core', samples: [share] }
          ]),
          { name: 'to another page', unit: 'ms', samples: switched }
        ],
        notes: [
          'Drawn without a graphics card. The rivals are the same window: "standing still", which draws as often as this machine lets it, and "at rest", scrolled while nothing changes.'
        ]
      }
    } finally {
      await app.close()
      display.close()
    }
  }
}

interface Scrolled {
  readonly frames: number
  /** Pixels that are out of sight: 0 would mean that nothing was scrolled. */
  readonly rows: number
  /** Processor time of the main process, per cent of one core. */
  readonly main: number
}

/** @param step - pixels a frame; 0 stands still */
async function scroll(app: ElectronApplication, page: Page, step = 60): Promise<Scrolled> {
  const usage = (): Promise<number> =>
    app.evaluate(() => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1_000
    })
  const before = await usage()
  const scrolled = await page.evaluate<Omit<Scrolled, 'main'>>(scrollScript(step, SCROLLED_MS))
  return { ...scrolled, main: ((await usage()) - before) / (SCROLLED_MS / 100) }
}

/** @returns milliseconds until the page that was asked for has been painted, one a page */
async function switches(page: Page): Promise<number[]> {
  const taken: number[] = []
  for (const name of PAGES) taken.push(await page.evaluate<number>(switchScript(name)))
  return taken
}
