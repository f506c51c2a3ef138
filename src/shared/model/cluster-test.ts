/**
 * Testing one cluster, saved or not: what is sent in, and what each step found.
 *
 * A draft is a cluster of the settings whose host keys may still be unknown: finding them out is what the test is for.
 */
import { z } from 'zod'
import type { WireError } from './errors.js'
import {
  clusterSettingsSchema,
  hopSchema,
  httpUrl,
  MOST_JUMPS,
  type ClusterSettings,
  type HostKeyType
} from './settings.js'

/** Of what a page may send; the settings themselves have no such limits. */
const text = z.string().min(1).max(1_000)
const path = z.string().startsWith('/').max(2_000)
const url = httpUrl.max(2_000)

const hopDraftSchema = hopSchema.extend({
  host: text,
  user: text,
  identityFile: text.optional(),
  hostKey: hopSchema.shape.hostKey.optional()
})
export type HopDraft = z.output<typeof hopDraftSchema>

export const clusterDraftSchema = clusterSettingsSchema.extend({
  address: text,
  vhost: text,
  queue: text,
  httpfs: url.optional(),
  webhdfs: url,
  peers: url.optional(),
  yarn: url,
  workFolder: path,
  user: text,
  localhome: text.optional(),
  hadoophome: text.optional(),
  javahome: text.optional(),
  hadoopmanager: text.optional(),
  namenode: text.optional(),
  ssh: hopDraftSchema
    .extend({ jump: z.array(hopDraftSchema).max(MOST_JUMPS).optional() })
    .optional()
})
export type ClusterDraft = z.output<typeof clusterDraftSchema>
export type SshDraft = NonNullable<ClusterDraft['ssh']>

/** A key that a host showed, and what is known of it. */
export interface SeenHostKey {
  /** Which host of the draft: the cluster's own, or one on the way. */
  readonly of: { readonly type: 'cluster' } | { readonly type: 'jump'; readonly index: number }
  readonly host: string
  readonly port: number
  readonly type: HostKeyType
  readonly fingerprint: string
  /**
   * `settings`: equals the draft's. `known-hosts`: equals the one there. `first-use`: nobody knows it, a person has to compare. `changed`, `revoked`:
   * nothing goes on.
   */
  readonly standing: 'settings' | 'known-hosts' | 'first-use' | 'changed' | 'revoked'
  /** The key that was expected instead, and who expects it: `the settings`, `line 12 of ~/.ssh/known_hosts`. */
  readonly expected: { readonly fingerprint: string; readonly by: string } | null
  /** What else is known, for people. */
  readonly notes: readonly string[]
}

/** `asks`: a person has to decide before it can go on. `skipped`: it could not be tried, or there is nothing to try. */
export type TestState = 'waiting' | 'running' | 'ok' | 'warning' | 'failed' | 'skipped' | 'asks'

export interface TestStep {
  /** `ssh`, `login`, `jump-0`, `httpfs` …: unique within a test. */
  readonly id: string
  readonly title: string
  readonly state: TestState
  /** What was found, or why it was skipped; one line. */
  readonly found: string | null
  /** Cause and remedy of a failure or warning. */
  readonly error: WireError | null
  readonly key: SeenHostKey | null
  readonly tookMs: number | null
}

/** A cluster whose host keys are all known. */
export const isWhole = (draft: ClusterDraft): draft is ClusterDraft & ClusterSettings =>
  draft.ssh === undefined ||
  [draft.ssh, ...(draft.ssh.jump ?? [])].every((hop) => hop.hostKey !== undefined)
