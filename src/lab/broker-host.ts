/** The host of a bare lab's broker, as somebody finds it who is to set it up: an sshd, and RabbitMQ's commands in the PATH. */
import { dirname, join } from 'node:path'
import type { OwnedFiles } from './owned-files.js'
import type { BrokerPlan } from './plan.js'
import { brokerHost } from './ssh-host.js'
import { startSsh, type Start } from './start-parts.js'

const COMMANDS = ['rabbitmqctl', 'rabbitmq-diagnostics', 'rabbitmq-plugins', 'rabbitmq-server']

/**
 * The commands of Debian's PATH want to be root or `rabbitmq` and become the latter; the node here is the lab user's, and the real ones below them do not ask.
 *
 * @param program - path of the real `rabbitmq-server`
 */
export async function layOutBrokerHost(
  broker: BrokerPlan,
  program: string,
  files: OwnedFiles
): Promise<void> {
  for (const name of ['', 'bin', 'ssh']) await files.folder(join(broker.folder, name))
  for (const name of ['logs', 'home']) await files.userFolder(join(broker.folder, name))
  for (const name of COMMANDS) {
    const script = `#!/bin/sh\nexec ${join(dirname(program), name)} "$@"\n`
    await files.file(join(broker.folder, 'bin', name), script, 0o755)
  }
}

export async function startBrokerHost(start: Start): Promise<void> {
  await layOutBrokerHost(start.plan.broker, start.programs.rabbitmq, start.files)
  await startSsh(start, brokerHost(start.plan))
}
