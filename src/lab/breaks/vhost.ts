/** Breaks of what a cloud has on the broker: vhost, user, rights. Set-up calls user and vhost alike. */
import type { CloudPlan } from '../plan.js'
import { randomText } from '../secrets.js'
import type { BreakTools } from './tools.js'

type CloudAct = (tools: BreakTools, cloud: CloudPlan) => Promise<void>

const STRANGER = 'stranger'
const rights = (pattern: string) => ({ configure: pattern, write: pattern, read: pattern })
const setRights =
  (pattern: string): CloudAct =>
  async ({ manage }, { vhost }) => {
    await manage('PUT', `permissions/${vhost}/${vhost}`, rights(pattern))
  }

export const vhostBreaks = {
  'vhost-gone': async ({ manage }, { vhost }) => {
    await manage('DELETE', `vhosts/${vhost}`)
  },
  'user-gone': async ({ manage }, { vhost }) => {
    await manage('DELETE', `users/${vhost}`)
  },
  'password-changed': async ({ manage }, { vhost }) => {
    await manage('PUT', `users/${vhost}`, { password: randomText(43), tags: '' })
  },
  'rights-narrow': setRights('^$'),
  'rights-wide': setRights('.*'),
  'stranger-in-vhost': async ({ manage }, { vhost }) => {
    await manage('PUT', `users/${STRANGER}`, { password: randomText(43), tags: '' })
    await manage('PUT', `permissions/${vhost}/${STRANGER}`, rights('.*'))
  }
} satisfies Readonly<Record<string, CloudAct>>

export const vhostMends = {
  'stranger-in-vhost': async ({ manage }) => {
    await manage('DELETE', `users/${STRANGER}`)
  }
} satisfies Readonly<Record<string, CloudAct>>
