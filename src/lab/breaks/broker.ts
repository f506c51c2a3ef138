/** Breaks of the broker. */
import { randomText } from '../secrets.js'
import type { BrokerKind } from './kinds.js'
import type { BreakTools } from './tools.js'

export type BrokerAct = (tools: BreakTools) => Promise<void>

export const brokerBreaks: Readonly<Record<BrokerKind, BrokerAct>> = {
  'node-down': async ({ rabbit }) => {
    await rabbit(['rabbitmqctl', '--quiet', 'stop'])
  },
  'plugin-off': async ({ rabbit }) => {
    await rabbit(['rabbitmq-plugins', '--quiet', 'disable', 'rabbitmq_management'])
  },
  'admin-lost': async ({ manage, broker }) => {
    const body = { password: randomText(43), tags: 'administrator' }
    await manage('PUT', `users/${encodeURIComponent(broker.adminUser)}`, body)
  },
  'console-user-gone': async ({ manage, broker }) => {
    await manage('DELETE', `users/${encodeURIComponent(broker.consoleUser)}`)
  },
  'console-tag-gone': async ({ rabbit, broker }) => {
    await rabbit(['rabbitmqctl', '--quiet', 'set_user_tags', broker.consoleUser])
  },
  'guest-back': async ({ manage }) => {
    await manage('PUT', 'users/guest', { password: 'guest', tags: 'administrator' })
  }
}
