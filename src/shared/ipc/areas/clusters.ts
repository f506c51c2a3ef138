/** Clusters of the settings: tested before and after they are saved; what `~/.ssh/config` knows. Saving is the settings' business. */
import { z } from 'zod'
import { clusterDraftSchema, type TestStep } from '../../model/cluster-test.js'
import { clusterNameSchema } from '../../model/ids.js'
import type { ClusterSettings } from '../../model/settings.js'
import type { SshConfigHosts } from '../../model/ssh-hosts.js'
import { call, nothing } from '../call.js'

/** Chosen by the page: steps that are told meanwhile carry it. */
const test = z.string().regex(/^[A-Za-z0-9-]{1,40}$/)

export const clusterCalls = {
  /** A cluster of the shown environment as this process works with it. @throws `CLUSTER_UNKNOWN` */
  'clusters.read': call(z.strictObject({ cluster: clusterNameSchema })).returns<ClusterSettings>(),
  /** Hosts of this user's ssh configuration, resolved. Nothing is ever written there. */
  'clusters.sshHosts': call(nothing).returns<SshConfigHosts>(),
  /**
   * Tests a cluster with the broker of the shown environment. Its steps are told as `clusters.tested` while they end; the answer has
   * all of them. `key`: the cluster's HMAC key when it was typed and is not saved yet.
   */
  'clusters.test': call(
    z.strictObject({
      test,
      draft: clusterDraftSchema,
      key: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable()
    })
  ).returns<readonly TestStep[]>(),
  /** Ends a test; what runs is skipped. */
  'clusters.stopTest': call(z.strictObject({ test })).returns<null>()
} as const

export interface ClusterEvents {
  readonly 'clusters.tested': { readonly test: string; readonly steps: readonly TestStep[] }
}
