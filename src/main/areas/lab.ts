/** The lab on this machine, and what Set-up wants to know of the shown environment's settings. */
import type { labCalls, SetupView } from '@shared/ipc/areas/lab.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import type { Environment } from '@shared/model/settings.js'
import { LAB, openLabDesk } from '../lab/open-lab-desk.js'
import type { LabDesk } from '../lab/lab-desk.js'
import type { Workplace } from '../workplace.js'
import { done, type Area, type AreaContext } from './area.js'

export function labArea(context: AreaContext): Area<HandlersOf<typeof labCalls>> {
  let opened: LabDesk | null = null
  let shown: Workplace | null = null
  // n.b. the state folder is known when the engine's host is
  const lab = (): LabDesk => (opened ??= openLabDesk(context))
  const nothing = async (work: Promise<void>): Promise<ReturnType<typeof done<null>>> => {
    await work
    return done(null)
  }
  return {
    handlers: {
      'lab.watch': async ({ page }) => done(await lab().watch(page)),
      'lab.unwatch': ({ page }) => {
        opened?.unwatch(page)
        return Promise.resolve(done(null))
      },
      'lab.start': (params) => nothing(lab().start(params)),
      'lab.cancel': () => {
        lab().cancel()
        return Promise.resolve(done(null))
      },
      'lab.stop': () => nothing(lab().stop()),
      'lab.fault': ({ cloud, kind }) => nothing(lab().fault(cloud, kind)),
      'lab.heal': ({ cloud }) => nothing(lab().heal(cloud)),
      'lab.tour': () => nothing(lab().tour()),
      'lab.install': () => nothing(lab().install()),
      'setup.read': () => Promise.resolve(done(shown === null ? null : setupOf(shown)))
    },
    show: (workplace) => {
      shown = workplace
      if (workplace?.name === LAB) void lab().healStranded()
    },
    stop: () => opened?.close()
  }
}

/** @internal */
export function setupOf({
  name,
  environment: { broker, clusters }
}: {
  readonly name: string
  readonly environment: Pick<Environment, 'broker' | 'clusters'>
}): SetupView {
  return {
    environment: name,
    broker: `${broker.host}:${broker.port}`,
    management: broker.management ?? null,
    clusters: clusters.map((cluster) => ({
      name: cluster.name,
      ssh:
        cluster.ssh === undefined
          ? null
          : `${cluster.ssh.user}@${cluster.ssh.host}:${cluster.ssh.port}`,
      httpfs: cluster.httpfs !== undefined
    }))
  }
}
