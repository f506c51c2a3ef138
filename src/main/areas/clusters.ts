/** Clusters: tested, and hosts of the ssh configuration. A test ends with its window, or when another environment is shown. */
import type { clusterCalls } from '@shared/ipc/areas/clusters.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import { ConsoleError } from '@shared/model/errors.js'
import { done, type Area, type AreaContext } from './area.js'

/** Tests open connections; nobody looks at more than a few. */
const MOST_TESTS = 8

export function clusterArea({ desk, push }: AreaContext): Area<HandlersOf<typeof clusterCalls>> {
  const running = new Map<string, AbortController>()
  const stopAll = (): void => running.forEach((test) => test.abort())
  return {
    handlers: {
      'clusters.read': ({ cluster }) => {
        const { name, environment } = desk.workplace()
        const found = environment.clusters.find((each) => each.name === cluster)
        if (found !== undefined) return Promise.resolve(done(found))
        throw new ConsoleError('CLUSTER_UNKNOWN', `"${name}" has no cluster "${cluster}"`)
      },
      'clusters.sshHosts': async () => done(await desk.host().sshHosts.read()),
      'clusters.test': async ({ test, draft, key }) => {
        if (running.size >= MOST_TESTS)
          throw new ConsoleError('NOT_AVAILABLE', `${String(running.size)} tests run already`, {
            hint: 'wait until one has ended'
          })
        const { name: environment, clusterTester } = desk.workplace()
        const stop = new AbortController()
        running.get(test)?.abort()
        running.set(test, stop)
        const onSteps = (steps: Parameters<typeof push<'clusters.tested'>>[1]['steps']): void =>
          push('clusters.tested', { test, steps })
        try {
          return done(
            await desk.host().record(
              {
                environment,
                target: { kind: 'cluster', name: draft.name },
                what: `tested cluster ${draft.name}: ssh, HDFS, YARN, broker, worker`
              },
              () => clusterTester.test({ draft, key, signal: stop.signal, onSteps })
            )
          )
        } finally {
          if (running.get(test) === stop) running.delete(test)
        }
      },
      'clusters.stopTest': ({ test }) => {
        running.get(test)?.abort()
        return Promise.resolve(done(null))
      }
    },
    show: stopAll,
    stop: stopAll
  }
}
