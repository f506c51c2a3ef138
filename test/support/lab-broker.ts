/** The lab's broker as its administrator sees it, for tests that make and fill things of their own. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RabbitAdmin } from '../../src/engine/adapters/http/rabbit-admin.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import type { BrokerAdmin } from '../../src/engine/ports/broker-admin.js'
import { managementUrl } from '../../src/engine/protocol/management/urls.js'
import type { TestLab } from './test-lab.js'

export interface LabBroker {
  readonly adminPassword: string
  readonly as: (user: string, password: string) => BrokerAdmin
  readonly admin: BrokerAdmin
  /** Makes a queue and puts messages into it; the administrator has rights in the vhost afterwards. */
  readonly fill: (vhost: string, queue: string, messages: number) => Promise<void>
}

export function labBroker({ folder, environment }: TestLab): LabBroker {
  const base = environment.broker.management ?? ''
  const passwords = JSON.parse(readFileSync(join(folder, 'passwords.json'), 'utf8')) as {
    readonly admin: string
  }
  const as = (user: string, password: string): BrokerAdmin =>
    new RabbitAdmin({ base, user, password }, new SystemClock())
  const admin = as('admin', passwords.admin)
  const send = async (method: string, parts: readonly string[], body: object): Promise<void> => {
    const answer = await fetch(managementUrl(base, parts), {
      method,
      body: JSON.stringify(body),
      headers: {
        authorization: `Basic ${Buffer.from(`admin:${passwords.admin}`).toString('base64')}`
      }
    })
    if (!answer.ok) throw new Error(`${method} ${parts.join(' ')}: ${answer.status}`)
  }
  return {
    adminPassword: passwords.admin,
    as,
    admin,
    fill: async (vhost, queue, messages) => {
      const everything = { configure: '.*', write: '.*', read: '.*' }
      await admin.change({ type: 'set-rights', vhost, user: 'admin', ...everything, own: 'accept' })
      await send('PUT', ['queues', vhost, queue], { durable: true })
      for (let sent = 0; sent < messages; sent++)
        await send('POST', ['exchanges', vhost, 'amq.default', 'publish'], {
          properties: {},
          routing_key: queue,
          payload: `message ${sent}`,
          payload_encoding: 'string'
        })
    }
  }
}
