/** The settings' schema as JSON Schema: for completion in the editor, and for other programs. */
import { z } from 'zod'
import { settingsSchema } from '../../../shared/model/settings.js'

/** What may be written: with `io: 'input'` keys with a default are not required. */
export function settingsJsonSchema(): object {
  return z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' })
}
