/**
 * The guided set-up: the same mechanism as `medusa setup`. What takes long is told by the view; calls answer when it has begun.
 *
 * A password goes to main and never comes back; that for sudo is kept in memory until the window goes.
 */
import { z } from 'zod'
import { hostKeyTypes } from '../../model/settings.js'
import type { SeenHostKey } from '../../model/cluster-test.js'
import { clusterNameSchema } from '../../model/ids.js'
import {
  MOST_CLUSTERS,
  siteFormSchema,
  type SiteForm,
  type SiteIssue
} from '../../model/site-form.js'
import { call, nothing } from '../call.js'
import { ENVIRONMENT_NAME_LIMIT } from './console.js'
import { stepActs, type SetupGuideView, type SetupOffer } from '../setup-guide-view.js'

const of = z.strictObject({ environment: z.string().min(1).max(ENVIRONMENT_NAME_LIMIT) })
/** `porto/httpfs` */
const step = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}\/[a-z0-9][a-z0-9-]{0,79}$/)
const host = z.string().min(1).max(1_000)
const password = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[^\r\n\0]*$/, 'a password is one line')

export type SiteSaved =
  | { readonly saved: true; readonly environment: string }
  | { readonly saved: false; readonly issues: readonly SiteIssue[] }

export const setupCalls = {
  'setup.list': call(nothing).returns<readonly SetupOffer[]>(),
  /** What stands in the form of an environment; `null`: nobody said yet. */
  'setup.site': call(of).returns<SiteForm | null>(),
  /** Checked first; what is wrong is told by field. */
  'setup.saveSite': call(of.extend({ site: siteFormSchema })).returns<SiteSaved>(),
  /** The key a host shows, for a person to compare. Nothing is sent to it. */
  'setup.hostKey': call(
    z.strictObject({
      host,
      port: z.int().min(1).max(65535),
      user: host,
      hostKeyType: z.enum(hostKeyTypes).optional()
    })
  ).returns<SeenHostKey>(),
  /** Opens a set-up and checks all of it; later views come as `setup.view`. One that is open is told as it is. */
  'setup.open': call(of).returns<SetupGuideView>(),
  /** Goes through all steps. @throws `NOT_AVAILABLE` while something else goes on */
  'setup.work': call(
    of.extend({ mend: z.boolean(), without: z.array(clusterNameSchema).max(MOST_CLUSTERS) })
  ).returns<null>(),
  'setup.step': call(of.extend({ step, act: z.enum(stepActs) })).returns<null>(),
  /** Nothing new is begun; what runs ends. */
  'setup.stop': call(of).returns<null>(),
  /** For sudo on the host of a target, for this session. */
  'setup.sudo': call(
    of.extend({ target: z.union([z.literal('broker'), clusterNameSchema]), password })
  ).returns<null>(),
  /** Of the broker's administrator, where somebody else runs the broker; kept with the secrets of this set-up. */
  'setup.administrator': call(of.extend({ password })).returns<null>(),
  /** The page looks elsewhere: when nothing goes on there and nobody comes back for some minutes, it is closed. */
  'setup.leave': call(of).returns<null>(),
  /** Lets go of it; another process may set it up then. */
  'setup.close': call(of).returns<null>()
} as const

export interface SetupEvents {
  readonly 'setup.view': SetupGuideView
}
