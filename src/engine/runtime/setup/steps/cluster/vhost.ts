import type { BrokerCallChange } from '../../../../domain/setup/change.js'
import { everyRight, sameRights, workerRights } from '../../../../domain/broker/worker-rights.js'
import { fine, wrong, type Finding } from '../../../../domain/setup/finding.js'
import type { Rights } from '../../../../../shared/model/broker.js'
import type { RightsEntry } from '../../../../ports/broker-admin.js'
import { passwordIsRight } from '../broker/console-user.js'
import type { ClusterBench, ClusterStep } from '../../bench.js'

export const clusterVhost: ClusterStep = {
  scope: 'cluster',
  name: 'vhost',
  title: 'Vhost and user on the broker',
  why: 'Gives this cloud a vhost and a user of its own, so that no other can read its tasks or answer in its name.',
  needs: [
    { step: 'console-user', of: 'broker' },
    { step: 'administrator', of: 'broker' }
  ],
  estimateSeconds: 3,
  check: async (bench) => {
    const { names, cluster } = bench
    if ((await bench.secret('admin')) === null) return notLookedAt(names.vhost)
    const user = await lookAtUser(bench)
    if (user === 'foreign')
      return wrong('critical', `the user ${names.brokerUser} is there already`, {
        code: 'AUTH_REFUSED',
        message: `the broker has a user "${names.brokerUser}" whose password this computer does not know: another console set up "${cluster.name}"`,
        hint: 'give this cluster another name, so that the other console goes on working; or remove that user on the page Broker when nobody uses it'
      })
    const remedy = [
      ...(await vhostChange(bench)),
      ...userChange(bench, user),
      ...(await rightsChanges(bench))
    ]
    const strangers = await othersIn(bench)
    if (remedy.length > 0)
      return wrong(
        'critical',
        `${String(remedy.length)} of 4 things are missing or different`,
        {
          code: 'VHOST_REFUSED',
          message: `vhost "${names.vhost}" and user "${names.brokerUser}" are not as they should be`,
          hint: 'make them'
        },
        remedy
      )
    if (strangers.length > 0)
      return wrong('warning', `${names.vhost}, open to ${strangers.join(', ')} too`, {
        code: 'NOT_PERMITTED',
        message: `others have rights in vhost "${names.vhost}": ${strangers.join(', ')}`,
        hint: 'they may read its tasks or answer in its name; take their rights on the page Broker if they should not'
      })
    return fine(`${names.vhost}: ${names.brokerUser} reads ${names.queue} alone`)
  }
}

const notLookedAt = (vhost: string): Finding =>
  wrong('unknown', 'no administrator is known here', {
    code: 'SECRET_MISSING',
    message: `who may do what in vhost "${vhost}" is not known`,
    hint: 'whether the worker answers is another step'
  })

type UserState = 'missing' | 'ours' | 'other-password' | 'foreign'

async function lookAtUser(bench: ClusterBench): Promise<UserState> {
  const { names, cluster, secret } = bench
  const there = (await (await bench.admin()).users()).some(({ name }) => name === names.brokerUser)
  if (!there) return 'missing'
  const password = await secret(`worker:${cluster.name}`)
  if (password === null) return 'foreign'
  return (await passwordIsRight(bench, names.brokerUser, password)) ? 'ours' : 'other-password'
}

async function vhostChange({
  admin,
  names,
  cluster
}: ClusterBench): Promise<readonly BrokerCallChange[]> {
  const there = (await (await admin()).vhosts()).some(({ name }) => name === names.vhost)
  if (there) return []
  return [
    {
      type: 'call',
      change: {
        type: 'create-vhost',
        vhost: names.vhost,
        description: `Medusa, cloud ${cluster.name}`
      },
      undo: { type: 'delete-vhost', vhost: names.vhost, own: 'accept' }
    }
  ]
}

function userChange(
  { names, cluster }: ClusterBench,
  state: UserState
): readonly BrokerCallChange[] {
  const user = names.brokerUser
  const password = `worker:${cluster.name}` as const
  if (state === 'missing')
    return [
      {
        type: 'call',
        change: { type: 'create-user', user, password, tags: [] },
        undo: { type: 'delete-user', user, own: 'accept' }
      }
    ]
  return state === 'other-password'
    ? [{ type: 'call', change: { type: 'set-password', user, password } }]
    : []
}

async function rightsChanges({
  admin,
  names,
  site
}: ClusterBench): Promise<readonly BrokerCallChange[]> {
  const rights = await (await admin()).rights()
  const wanted: readonly (readonly [string, Rights])[] = [
    [names.brokerUser, workerRights(names.queue)],
    [site.broker.consoleUser, everyRight]
  ]
  return wanted.flatMap(([user, want]): readonly BrokerCallChange[] => {
    const has = rights.find((entry) => entry.user === user && entry.vhost === names.vhost)
    return has !== undefined && sameRights(has, want)
      ? []
      : [rightsChange(names.vhost, user, want, has)]
  })
}

function rightsChange(
  vhost: string,
  user: string,
  { configure, write, read }: Rights,
  before: RightsEntry | undefined
): BrokerCallChange {
  const of = { vhost, user, own: 'accept' } as const
  return {
    type: 'call',
    change: { type: 'set-rights', ...of, configure, write, read },
    undo:
      before === undefined
        ? { type: 'clear-rights', ...of }
        : {
            type: 'set-rights',
            ...of,
            configure: before.configure,
            write: before.write,
            read: before.read
          }
  }
}

async function othersIn({ admin, names, site }: ClusterBench): Promise<readonly string[]> {
  const known = [names.brokerUser, site.broker.consoleUser, site.broker.adminUser]
  return (await (await admin()).rights())
    .filter(({ vhost, user }) => vhost === names.vhost && !known.includes(user))
    .map(({ user }) => user)
}
