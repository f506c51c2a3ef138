/**
 * The settings' text → settings, with the place of everything that is wrong with it.
 *
 * A text of a newer version is read as far as this program understands it: keys it does not know are passed over. It must not be
 * saved then, for what was passed over would be lost.
 */
import { type z } from 'zod'
import {
  memberAt,
  nodeAt,
  parseJsonText,
  valueOf,
  type JsonNode,
  type JsonPath,
  type JsonValue
} from '../../../shared/model/json-text.js'
import { settingsSchema, type Settings } from '../../../shared/model/settings.js'
import { issueText } from './issue-text.js'

/** Something wrong with a text: offsets are `null` when nothing stands there. */
export interface TextIssue {
  readonly path: JsonPath
  readonly message: string
  readonly from: number | null
  readonly to: number | null
}

export interface SettingsReading {
  /** `null` when there are issues. */
  readonly settings: Settings | null
  readonly issues: readonly TextIssue[]
  /** The text says a version that this program does not know. */
  readonly newer: boolean
  /** The JSON as it is; `null` when it is none. */
  readonly root: JsonNode | null
}

/** The version of the settings that this program writes. */
export const SETTINGS_VERSION = 1

export function readSettingsText(text: string): SettingsReading {
  const parsed = parseJsonText(text)
  if (!parsed.ok) {
    const { problem } = parsed
    return { settings: null, issues: [{ path: [], ...problem }], newer: false, root: null }
  }
  const { root } = parsed
  const value = valueOf(root)
  const newer = isNewer(value)
  const settings = settingsSchema.safeParse(newer ? understood(valueOf(root)) : value)
  if (settings.success) return { settings: settings.data, issues: [], newer, root }
  const issues = settings.error.issues.flatMap((issue) => placed(issue, root))
  return { settings: null, issues, newer, root }
}

/** Offsets of what a path names, or of the nearest thing around it that is there. */
export function placeOf(
  root: JsonNode,
  path: JsonPath
): { readonly from: number; readonly to: number } {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length)
    const node = nodeAt(root, part)
    if (node === null) continue
    // of an object or list that lacks something its key is marked, not all of it
    const member = node.type === 'value' ? null : memberAt(root, part)
    return (
      member?.keyPlace ?? { from: node.from, to: length < path.length ? node.from + 1 : node.to }
    )
  }
  return { from: root.from, to: root.from + 1 }
}

function placed(issue: z.core.$ZodIssue, root: JsonNode): readonly TextIssue[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const at = [...path, key]
      const { from, to } = memberAt(root, at)?.keyPlace ?? placeOf(root, path)
      return { path: at, message: `there is no setting ${JSON.stringify(key)} here`, from, to }
    })
  const node = nodeAt(root, path)
  const given = node === null ? undefined : valueOf(node)
  return [{ path, message: issueText(issue, given), ...placeOf(root, path) }]
}

function isNewer(value: JsonValue): boolean {
  const version =
    typeof value === 'object' && value !== null && 'version' in value ? value['version'] : null
  return typeof version === 'number' && version > SETTINGS_VERSION
}

/** Without what is not known here, and as if it were of this version. */
function understood(value: JsonValue): unknown {
  const copy = { ...(value as object), version: SETTINGS_VERSION } // n.b. `value` was made for this, so it may be changed
  const parsed = settingsSchema.safeParse(copy)
  for (const issue of parsed.error?.issues ?? [])
    if (issue.code === 'unrecognized_keys') {
      const parent = issue.path.reduce<unknown>(
        (node, step) => (node as Record<PropertyKey, unknown>)[step],
        copy
      )
      for (const key of issue.keys) Reflect.deleteProperty(parent as object, key)
    }
  return copy
}
