/** The window itself: its state, environment, theme, clipboard, and what the console did. */
import { z } from 'zod'
import type { Action } from '../../model/action.js'
import { call, nothing } from '../call.js'
import type { ConsoleState, NoticeKind, ThemeChoice } from '../console-state.js'

const noticeKind = z.enum(['runs', 'clusters']) satisfies z.ZodType<NoticeKind>
const themeChoice = z.enum(['system', 'light', 'dark']) satisfies z.ZodType<ThemeChoice>

/** Longest text the page may put on the clipboard: the digests of some 8 000 files. */
export const CLIPBOARD_LIMIT = 1_000_000
/** Longest name of an environment. */
export const ENVIRONMENT_NAME_LIMIT = 60

export const consoleCalls = {
  /** What the page needs first; later changes come as `console.state` events. */
  'console.read': call(nothing).returns<ConsoleState>(),
  /** Starts the engine again after it could not be started. */
  'console.retry': call(nothing).returns<null>(),
  /** Shows another environment; runs of the former one go on. */
  'environment.choose': call(
    z.strictObject({ name: z.string().min(1).max(ENVIRONMENT_NAME_LIMIT) })
  ).returns<null>(),
  'theme.choose': call(z.strictObject({ theme: themeChoice })).returns<null>(),
  /** Turns one kind of the desktop's notifications on or off. */
  'notices.choose': call(z.strictObject({ kind: noticeKind, shown: z.boolean() })).returns<null>(),
  'clipboard.write': call(
    z.strictObject({ text: z.string().min(1).max(CLIPBOARD_LIMIT) })
  ).returns<null>(),
  /** The newest actions on clusters, broker, settings and lab, of every process of this state folder; newest first. */
  'actions.read': call(z.strictObject({ limit: z.int().min(1).max(5_000) })).returns<
    readonly Action[]
  >()
} as const

export interface ConsoleEvents {
  readonly 'console.state': ConsoleState
  /** Show this: a notification was clicked. The page's name and what follows it, as in a link. */
  readonly 'console.go': { readonly path: readonly string[] }
  /** One more action; also of another process. */
  readonly 'actions.added': readonly Action[]
}
