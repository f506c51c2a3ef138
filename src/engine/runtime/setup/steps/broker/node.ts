import type { ErrorCode } from '../../../../../shared/model/errors.js'
import type { Privilege } from '../../../../domain/setup/change.js'
import { fine, wrong, type Finding } from '../../../../domain/setup/finding.js'
import type { CommandResult } from '../../../../ports/remote-shell.js'
import {
  explainRabbitCli,
  readStatus,
  type RabbitCliFailure,
  type RabbitStatus
} from '../../../../protocol/rabbit/diagnostics.js'
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
      const status = readStatus(result.stdout)
      const as = cli === 'root' ? ', asked as root' : ''
      const seen = `RabbitMQ ${status.version}, Erlang ${status.erlang}${as}`
      return {
        ...judgeStatus(status, site.broker.port, seen),
        facts: { cli, version: status.version }
      }
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

/** @internal */
export function judgeStatus(
  { alarms, listeners }: RabbitStatus,
  port: number,
  seen: string
): Finding {
  if (alarms.length > 0) {
    const resources = alarms.map(({ resource }) => resource).join(', ')
    return wrong('warning', `${seen}; alarm: ${resources}`, {
      code: 'BROKER_BLOCKED',
      message: `RabbitMQ takes no messages while there is an alarm: ${resources}`,
      hint: 'make room on its disk, or give it more memory; the alarm ends by itself'
    })
  }
  const amqp = listeners.filter(({ protocol }) => protocol.startsWith('amqp'))
  if (amqp.some((listener) => listener.port === port)) return fine(seen)
  const there = amqp.map((listener) => `${listener.interface}:${String(listener.port)}`).join(', ')
  return wrong('warning', seen, {
    code: 'BROKER_UNREACHABLE',
    message: `nothing of RabbitMQ listens on port ${String(port)}: ${there === '' ? 'it has no AMQP listener' : `it listens on ${there}`}`,
    hint: 'correct the port in this set-up, or listeners.tcp in rabbitmq.conf'
  })
}

/** As the login first. */
async function firstThatWorks(
  hands: Hands
): Promise<{ readonly cli: Privilege; readonly result: CommandResult }> {
  const login = await hands.run(STATUS, { timeoutMs: 30_000 })
  if (login.exitCode === 0) return { cli: 'login', result: login }
  const { type } = explainRabbitCli(`${login.stderr}\n${login.stdout}`, login.exitCode)
  if (!PERHAPS_AS_ROOT.includes(type)) return { cli: 'login', result: login }
  return { cli: 'root', result: await hands.run(STATUS, { as: 'root', timeoutMs: 30_000 }) }
}

interface Explained {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
  /** Starting it is the remedy. */
  readonly down: boolean
}

function explained({ exitCode, stderr, stdout }: CommandResult): Explained {
  const failure = explainRabbitCli(`${stderr}\n${stdout}`, exitCode)
  const { type } = failure
  const down = type === 'node-not-running' || type === 'host-unreachable'
  return { code: 'BROKER_UNREACHABLE', down, ...wordsFor(failure) }
}

function wordsFor(failure: RabbitCliFailure): Pick<Explained, 'message' | 'hint'> {
  switch (failure.type) {
    case 'node-not-running':
    case 'host-unreachable':
      return { message: 'RabbitMQ does not run on its host', hint: 'start it' }
    case 'application-stopped':
      return {
        message: 'the node runs, and RabbitMQ in it is stopped',
        hint: 'start it: rabbitmqctl start_app'
      }
    case 'other-nodes-running':
      return {
        message: `there is no node of the name rabbitmqctl looks for, but: ${failure.others.join(', ')}`,
        hint: 'a node is called rabbit@HOST, and the host’s name was changed: give it back, or set RABBITMQ_NODENAME'
      }
    case 'host-unknown':
      return {
        message: `the host in the node’s name, "${failure.host}", is not known there`,
        hint: `add it to /etc/hosts there: ADDRESS ${failure.host}`
      }
    case 'cookie-differs':
      return {
        message: 'the Erlang cookie of rabbitmqctl is not that of the server',
        hint: 'ask as root or as the server’s user; compare sha256sum of ~/.erlang.cookie and /var/lib/rabbitmq/.erlang.cookie'
      }
    case 'cookie-mode':
      return {
        message: `others may read the Erlang cookie ${failure.file}, so Erlang refuses it`,
        hint: `chmod 400 ${failure.file}`
      }
    case 'cookie-unreadable':
      return {
        message: `the Erlang cookie ${failure.file} cannot be read (${failure.reason})`,
        hint: 'ask as root or as the server’s user: allow sudo'
      }
    case 'not-permitted':
      return { message: 'rabbitmqctl wants root or the server’s user', hint: 'allow sudo' }
    default:
      return {
        message: `rabbitmqctl says: ${textOf(failure)}`,
        hint: 'look into RabbitMQ’s log there'
      }
  }
}

const textOf = (failure: RabbitCliFailure): string =>
  failure.type === 'other' ? failure.text : failure.type.replaceAll('-', ' ')

/** These may look otherwise to root: Debian's own tools want it, and so does a cookie that only the server's user may read. */
const PERHAPS_AS_ROOT: readonly RabbitCliFailure['type'][] = [
  'cookie-differs',
  'cookie-unreadable',
  'not-permitted',
  'no-connection',
  'other'
]

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
