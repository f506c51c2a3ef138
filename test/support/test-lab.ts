/**
 * The running lab that tests on real servers use, named by MEDUSA_TEST_LAB (its state folder).
 *
 * Without one these tests do not run; in CI that is an error, for nobody reads "skipped" there.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  environmentSchema,
  secretsSchema,
  type Environment,
  type Secrets
} from '../../src/shared/model/settings.js'

export interface TestLab {
  readonly folder: string
  readonly environment: Environment
  readonly secrets: Secrets
}

/** @returns `null` when there is none */
export function testLab(): TestLab | null {
  const state = process.env['MEDUSA_TEST_LAB']
  if (state === undefined || state === '') {
    if (process.env['CI'] !== undefined)
      throw new Error('MEDUSA_TEST_LAB is not set: in CI these tests must not be skipped')
    return null
  }
  const folder = existsSync(join(state, 'lab')) ? join(state, 'lab') : state
  const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  return {
    folder,
    environment: environmentSchema.parse(json('environment.json')),
    secrets: secretsSchema.parse(json('secrets.json'))
  }
}
