/**
 * What is seen of the environment that is shown. While it is shown it is watched, also behind another page: what can be tolerated
 * stands on all of them.
 */
import type { environmentCalls } from '@shared/ipc/areas/environment.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import { millis } from '@shared/model/ids.js'
import type { Workplace } from '../workplace.js'
import { done, type Area, type AreaContext } from './area.js'

export function environmentArea({
  desk,
  push
}: AreaContext): Area<HandlersOf<typeof environmentCalls>> {
  let shown: Workplace | null = null
  let stops: readonly (() => void)[] = []
  const leave = (): void => {
    stops.forEach((stop) => stop())
    stops = []
  }
  return {
    handlers: {
      'environment.read': () => Promise.resolve(done(shown?.engine.watch.snapshot() ?? null)),
      'environment.probe': async ({ cluster }) => {
        const { name, engine } = desk.workplace()
        await desk.host().record(
          {
            environment: name,
            target: { kind: 'cluster', name: cluster },
            what: `probed cluster ${cluster}`,
            call: 'medusa.hello, medusa.facts, queue.declare passive, GETFILESTATUS /, GET /ws/v1/cluster/metrics'
          },
          () => engine.watch.probe(cluster)
        )
        return done(null)
      },
      'environment.tried': ({ cluster }) =>
        Promise.resolve(done(desk.engine().watch.tried(cluster))),
      'timeline.read': async ({ limit }) =>
        done(shown === null ? [] : await shown.engine.watch.timeline(limit)),
      'timeline.lanes': async ({ from }) =>
        done(shown === null ? [] : await shown.engine.watch.lanes(millis(from)))
    },
    show: (workplace) => {
      leave()
      shown = workplace
      if (workplace === null) return
      const { watch } = workplace.engine
      stops = [
        watch.listen((snapshot) => push('environment.snapshot', snapshot)),
        watch.onTimeline((events) => push('timeline.added', events))
      ]
      // What is known already: without it the first change after this would be the first look, and nobody told of it.
      push('environment.snapshot', watch.snapshot())
    },
    stop: leave
  }
}
