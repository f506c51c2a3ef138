import { assertNever, type ErrorCode } from '../../../../../shared/model/errors.js'
import type { Privilege } from '../../../../domain/setup/change.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import type { CommandResult } from '../../../../ports/remote-shell.js'
import { explainRabbitCli, readStatus } from '../../../../protocol/rabbit/diagnostics.js'
import type { BrokerStep } from '../../bench.js'
import type { Hands } from '../../hands.js'
import { rabbitmqctl } from './rabbit-cli.js'

const STATUS = rabbitmqctl('status', '--formatter', 'json')

export const brokerNode: BrokerStep = {
  scope: 'broker',
  name: 'node',
  title: 'The node is alive',
  why: 'A RabbitMQ that does not run, or that its own tools cannot talk to, can neither be set up nor used.',
  needs: [{ step: 'rabbitmq', of: 'same' }],
  estimateSeconds: 6,
  settleSeconds: 60,
  check: async ({ site, hands }) => {
    if (site.broker.ssh === undefined) return fine('looked after by somebody else')
    const { cli, result } = await firstThatWorks(await hands('broker'))
    if (result.exitCode === 0) {
      const { version, erlang } = readStatus(result.stdout)
      const as = cli === 'root' ? ', asked as root' : ''
      return { ...fine(`RabbitMQ ${version}, Erlang ${erlang}${as}`), facts: { cli, version } }
    }
    const { code, message, hint, down } = explained(result)
    return wrong(
      'critical',
      'rabbitmqctl gets no status',
      { code, message, hint },
      down ? [startCommand(cli, await hasSystemd(await hands('broker')))] : []
    )
  }
}

/** As the login first; Debian's own tools want root, and so does a cookie that only the server's user may read. */
async function firstThatWorks(
  hands: Hands
): Promise<{ readonly cli: Privilege; readonly result: CommandResult }> {
  const login = await hands.run(STATUS, { timeoutMs: 30_000 })
  if (login.exitCode === 0) return { cli: 'login', result: login }
  if (!explained(login).perhapsAsRoot) return { cli: 'login', result: login }
  return { cli: 'root', result: await hands.run(STATUS, { as: 'root', timeoutMs: 30_000 }) }
}

interface Explained {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
  readonly down: boolean
  readonly perhapsAsRoot: boolean
}

function explained({ exitCode, stderr, stdout }: CommandResult): Explained {
  const found = explainRabbitCli(`${stderr}\n${stdout}`, exitCode)
  const common = { code: 'BROKER_UNREACHABLE', down: false, perhapsAsRoot: true } as const
  switch (found.type) {
    case 'not-running':
      return {
        ...common,
        message: 'RabbitMQ does not run on its host',
        hint: 'start it',
        down: true,
        perhapsAsRoot: false
      }
    case 'wrong-node':
      return {
        ...common,
        message: `there is no node of the name rabbitmqctl looks for, but: ${found.others.join(', ')}`,
        hint: 'a node is called rabbit@HOST, and the host’s name was changed: give it back, or set RABBITMQ_NODENAME'
      }
    case 'cookie-differs':
      return {
        ...common,
        message: 'the Erlang cookie of rabbitmqctl is not that of the server',
        hint: 'ask as root or as the server’s user; compare sha256sum of ~/.erlang.cookie and /var/lib/rabbitmq/.erlang.cookie'
      }
    case 'cookie-mode':
      return {
        ...common,
        message: 'the Erlang cookie may be read by others, so Erlang refuses it',
        hint: 'chmod 400 ~/.erlang.cookie there'
      }
    case 'not-permitted':
      return {
        ...common,
        message: 'rabbitmqctl wants root or the server’s user',
        hint: 'allow sudo'
      }
    case 'other':
      return {
        ...common,
        message: `rabbitmqctl says: ${found.text}`,
        hint: 'look into RabbitMQ’s log there'
      }
    default:
      return assertNever(found, 'answer of rabbitmqctl')
  }
}

const hasSystemd = async (hands: Hands): Promise<boolean> =>
  (
    await hands.run([
      'sh',
      '-c',
      'test -d /run/systemd/system && systemctl cat rabbitmq-server >/dev/null 2>&1'
    ])
  ).exitCode === 0

const startCommand = (cli: Privilege, systemd: boolean) =>
  systemd
    ? ({
        type: 'command',
        on: 'broker',
        argv: ['systemctl', 'enable', '--now', 'rabbitmq-server'],
        as: 'root',
        timeoutMs: 120_000
      } as const)
    : ({ type: 'command', on: 'broker', argv: ['rabbitmq-server', '-detached'], as: cli } as const)
