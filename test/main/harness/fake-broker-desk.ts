/** The real desk of the broker page, with doubles at its ports. */
import type { BrokerExport } from '@shared/model/broker.js'
import { millis } from '@shared/model/ids.js'
import type { Environment } from '@shared/model/settings.js'
import { SystemClock } from '../../../src/engine/adapters/system/clock.js'
import type { Glance } from '../../../src/engine/ports/queue-glance.js'
import type { Clock } from '../../../src/engine/ports/system.js'
import { BrokerDesk } from '../../../src/engine/runtime/broker/broker-desk.js'
import type { FakeBroker } from '../../support/fake-broker-admin.js'

export interface FakeExports {
  readonly kept: string[]
}

/** @param glance - what AMQP alone sees; nothing is there without it */
export function fakeBrokerDesk(
  name: string,
  environment: Environment,
  broker: FakeBroker,
  glance: () => Promise<Glance | null> = () => Promise.resolve(null),
  clock: Clock = new SystemClock(),
  exports: FakeExports = { kept: [] },
  rest: () => void = () => undefined
): BrokerDesk {
  const entries = (): readonly BrokerExport[] =>
    exports.kept
      .map((text, index) => ({
        file: `/tmp/medusa-state/backups/definitions-${index}.json`,
        at: millis(index),
        bytes: text.length
      }))
      .reverse()
  return new BrokerDesk({
    name,
    environment,
    openAdmin:
      environment.broker.management === undefined
        ? null
        : (credentials) =>
            broker.as(
              credentials?.user ?? environment.broker.user,
              credentials?.password ?? 'console'
            ),
    openGlance: () => ({ look: glance, rest, close: () => undefined }),
    exports: {
      keep: (text) => {
        exports.kept.push(text)
        return Promise.resolve(entries()[0]!)
      },
      list: () => Promise.resolve(entries())
    },
    clock,
    onHeartbeat: () => () => undefined,
    greet: () => Promise.resolve()
  })
}
