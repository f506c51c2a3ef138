/** Makes what steps work with, keeps what they found out, and holds the connections they share. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { Site } from '../../../shared/model/setup-site.js'
import type { SshTarget } from '../../../shared/model/settings.js'
import { namesOf } from '../../domain/setup/names.js'
import type { BrokerAdmin } from '../../ports/broker-admin.js'
import { SharedSessions } from '../hosts/shared-sessions.js'
import type { Bench, BrokerBench, ClusterBench, SetupOrigin, SetupPorts } from './bench.js'
import { secretMissing } from './carry-out.js'
import type { ClusterFacts, Facts } from './facts.js'
import { Hands } from './hands.js'
import type { PlacedStep } from './place-steps.js'

export class BenchMaker {
  readonly sudoPasswords = new Map<string, string>()
  leftOut: ReadonlySet<string> = new Set()
  readonly #sessions: SharedSessions<string>
  readonly #hands = new Map<string, { readonly session: object; readonly hands: Hands }>()
  #facts: Facts = { broker: {}, clusters: new Map() }
  #admin: { readonly password: string; readonly admin: BrokerAdmin } | null = null

  constructor(
    private readonly environment: string,
    private readonly origin: SetupOrigin,
    private readonly site: Site,
    private readonly ports: SetupPorts
  ) {
    this.#sessions = new SharedSessions((target) => ports.shell.open(this.#sshOf(target)))
  }

  bench(): Bench {
    return {
      environment: this.environment,
      origin: this.origin,
      site: this.site,
      facts: this.#facts,
      leftOut: this.leftOut,
      ports: this.ports,
      hands: (target) => this.#handsOf(target),
      admin: () => this.#adminNow(),
      secret: (name) => this.ports.store.secret(name)
    }
  }

  brokerBench(): BrokerBench {
    return { ...this.bench(), own: this.#facts.broker }
  }

  clusterBench(cluster: ClusterBench['cluster']): ClusterBench {
    const own = this.#facts.clusters.get(cluster.name) ?? {}
    return { ...this.bench(), cluster, names: namesOf(cluster), own }
  }

  /** What a check found out replaces what was known. */
  learn({ target, step }: PlacedStep, facts: object | undefined): void {
    if (facts === undefined) return
    const { broker, clusters } = this.#facts
    this.#facts =
      step.scope === 'cluster'
        ? {
            broker,
            clusters: new Map([
              ...clusters,
              [target, { ...clusters.get(target), ...(facts as Partial<ClusterFacts>) }]
            ])
          }
        : { broker: { ...broker, ...facts }, clusters }
  }

  async close(): Promise<void> {
    this.#admin?.admin.close()
    this.#admin = null
    await this.#sessions.close()
  }

  #sshOf(target: string): SshTarget {
    const { broker, clusters } = this.site
    const ssh = target === 'broker' ? broker.ssh : clusters.find(({ name }) => name === target)?.ssh
    if (ssh !== undefined) return ssh
    throw new ConsoleError('NOT_AVAILABLE', `no way over ssh to ${target} is known`, {
      hint: 'add it to the set-up, or do by hand what is shown'
    })
  }

  async #handsOf(target: string): Promise<Hands> {
    const session = await this.#sessions.shared(target)
    const known = this.#hands.get(target)
    if (known?.session === session) return known.hands
    const { user, host } = this.#sshOf(target)
    const hands = new Hands(
      `${user}@${host}`,
      session,
      () => this.sudoPasswords.get(target) ?? null
    )
    this.#hands.set(target, { session, hands })
    return hands
  }

  /** Asked each time: the password may just have been made. */
  async #adminNow(): Promise<BrokerAdmin> {
    const { adminUser, host, managementPort } = this.site.broker
    const password = await this.ports.store.secret('admin')
    if (password === null) throw secretMissing(`the broker's administrator "${adminUser}"`)
    if (this.#admin?.password !== password) {
      this.#admin?.admin.close()
      const base = `http://${host}:${String(managementPort)}`
      this.#admin = { password, admin: this.ports.openAdmin(base, adminUser, password) }
    }
    return this.#admin.admin
  }
}
