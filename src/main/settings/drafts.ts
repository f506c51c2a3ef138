/**
 * What somebody has changed in the settings and not saved yet, on disk, so that a crash loses nothing of it.
 *
 * A draft in which something looks like a secret is not kept: it lives in the page only, and the page says so.
 */
import type { Millis } from '@shared/model/ids.js'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { removeIfThere, replaceFile } from '../../engine/adapters/files/atomic.js'
import { systemCode } from '../../engine/adapters/files/errors.js'
import { secretMarks } from '../../engine/index.js'

const draftSchema = z.object({
  text: z.string(),
  /** Of the settings it was made from. */
  revision: z.string(),
  at: z.number().transform((at) => at as Millis)
})
export type Draft = z.output<typeof draftSchema>

export class Drafts {
  #writing: Promise<unknown> = Promise.resolve()

  /** @param prepare - makes the folder of the file */
  constructor(
    private readonly file: string,
    private readonly prepare: () => Promise<unknown>
  ) {}

  /** @returns `null` when there is none, or none that can be read */
  async read(): Promise<Draft | null> {
    await this.#writing // a page that goes keeps its draft while the next one comes
    const text = await readFile(this.file, 'utf8').catch((thrown: unknown) => {
      if (systemCode(thrown) === 'ENOENT') return null
      throw thrown
    })
    if (text === null) return null
    try {
      return draftSchema.parse(JSON.parse(text))
    } catch {
      return null // half of a draft is none
    }
  }

  /** @returns whether it is on disk now */
  async keep(draft: Draft): Promise<boolean> {
    const secret = secretMarks(draft.text).length > 0
    await this.#next(async () => {
      if (secret) return removeIfThere(this.file)
      await this.prepare()
      await replaceFile(this.file, JSON.stringify(draft), 'quick')
    })
    return !secret
  }

  drop(): Promise<void> {
    return this.#next(() => removeIfThere(this.file))
  }

  /** In the order they were asked for: an older draft never comes after a newer one. */
  #next(work: () => Promise<void>): Promise<void> {
    const next = this.#writing.then(work)
    this.#writing = next.catch(() => undefined) // whoever asked is told
    return next
  }
}
