/** What this process can set up: the bare lab of its state folder, what somebody said, and environments of the settings. */
import type { SetupOffer } from '@shared/ipc/setup-guide-view.js'
import type { HopDraft, SeenHostKey } from '@shared/model/cluster-test.js'
import type { EnvironmentEntry } from '@shared/model/settings.js'
import type { SetupPicture } from '@shared/model/setup.js'
import type { Site } from '@shared/model/setup-site.js'
import {
  environmentThere,
  keptSetups,
  knownSite,
  LAB,
  openSetup,
  seenHostKey,
  setupFolder,
  type OpenSetup,
  type SetupSurroundings
} from '../../engine/compose-setup.js'

/** What the window wants of an open set-up. */
export interface OpenedSetup extends Pick<OpenSetup, 'environment' | 'site' | 'close'> {
  readonly desk: Pick<
    OpenSetup['desk'],
    'picture' | 'recall' | 'work' | 'check' | 'mend' | 'undo' | 'giveSudoPassword'
  >
  readonly store: Pick<OpenSetup['store'], 'giveSecret'>
}

export interface SetupHost {
  list(): Promise<readonly SetupOffer[]>
  /** @returns `null`: nobody said what it consists of, and no cluster of it has ssh */
  site(environment: string): Promise<Site | null>
  saveSite(environment: string, site: Site): Promise<void>
  /** @throws ConsoleError `BAD_INPUT` when another process sets it up */
  open(environment: string, onPicture: (picture: SetupPicture) => void): Promise<OpenedSetup>
  /** @throws ConsoleError `SSH_FAILED` */
  hostKey(hop: HopDraft): Promise<SeenHostKey>
}

/** @param environments - all that can be chosen */
export function setupHost(
  around: SetupSurroundings,
  environments: () => Promise<readonly EnvironmentEntry[]>
): SetupHost {
  const site = async (environment: string): Promise<Site | null> =>
    (await knownSite(around, environment, 'anything'))?.site ?? null
  const offer = async (
    environment: string,
    kind: SetupOffer['kind']
  ): Promise<readonly SetupOffer[]> => {
    const known = await site(environment).catch(() => null) // what is wrong with it is said by who opens it
    if (known === null) return []
    const { broker, clusters } = known
    return [
      {
        environment,
        kind,
        broker: `${broker.host}:${String(broker.port)}`,
        clusters: clusters.map(({ name }) => name),
        there: (await environmentThere(around, environment).catch(() => null)) !== null
      }
    ]
  }
  return {
    list: async () => {
      const bare = (await knownSite(around, LAB, 'set-up').catch(() => null)) !== null
      const kept = (await keptSetups(around.state)).filter((name) => name !== LAB)
      const said = await Promise.all(
        kept.map(async (name) => ((await setupFolder(around, name).site()) === null ? [] : [name]))
      )
      const sites = said.flat()
      const others = (await environments().catch(() => []))
        .filter(({ name, origin }) => origin === 'settings' && !sites.includes(name))
        .map(({ name }) => name)
      const offers = await Promise.all([
        ...(bare ? [offer(LAB, 'bare-lab')] : []),
        ...sites.map((name) => offer(name, 'site')),
        ...others.map((name) => offer(name, 'environment'))
      ])
      return offers.flat()
    },
    site,
    saveSite: (environment, wanted) => setupFolder(around, environment).saveSite(wanted),
    open: (environment, onPicture) =>
      openSetup(around, { environment, known: 'anything', onPicture }),
    hostKey: seenHostKey
  }
}
