import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Context } from '../../../scripts/setup/context.mjs'
import { Report } from '../../../scripts/setup/report.mjs'

/** An empty folder that goes with the test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'medusa-scripts-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A context in an empty folder; what is reported is in `said`. */
export function aContext(abort = new AbortController()): Context & { said: string[] } {
  const folder = aFolder()
  const said: string[] = []
  const report = new Report({ write: (text: string) => said.push(text) })
  return {
    root: join(folder, 'root'),
    cache: join(folder, 'cache'),
    signal: abort.signal,
    report,
    said
  }
}
