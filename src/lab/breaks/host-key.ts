/** A cloud's sshd with another host key, and with its own again. n.b. the folder of keys is the caller's, and so is this work. */
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { ownedFiles } from '../owned-files.js'
import type { CloudPlan } from '../plan.js'
import { findPrograms } from '../prerequisites.js'
import { endProcesses, findProcesses } from '../processes.js'
import { ensureConsoleKey, sshAnswers, startSshDaemon } from '../ssh-daemon.js'
import { cloudHost } from '../ssh-host.js'
import { daemonPids } from '../status.js'
import { undertake } from '../undertaking.js'
import { assertBroken, assertWhole } from './kept.js'
import type { BreakTools } from './tools.js'

export async function changeHostKey(tools: BreakTools, cloud: CloudPlan): Promise<void> {
  const [key, kept] = keyFiles(tools, cloud)
  await assertWhole(kept, `the host key of ${cloud.name}`)
  for (const end of ['', '.pub']) await rename(`${key}${end}`, `${kept}${end}`)
  await restartSsh(tools, cloud)
}

export async function restoreHostKey(tools: BreakTools, cloud: CloudPlan): Promise<void> {
  const [key, kept] = keyFiles(tools, cloud)
  await assertBroken(kept, `the host key of ${cloud.name}`)
  for (const end of ['', '.pub']) await rename(`${kept}${end}`, `${key}${end}`)
  await restartSsh(tools, cloud)
}

function keyFiles({ plan, record }: BreakTools, cloud: CloudPlan): readonly [string, string] {
  const { folder } = cloudHost(plan, cloud, record.javaHome)
  return [join(folder, 'host-key'), join(folder, 'host-key.before-break')]
}

/** A key that is missing is made. */
async function restartSsh({ plan, record, user }: BreakTools, cloud: CloudPlan): Promise<void> {
  const processes = (await findProcesses(plan.folder)).filter((each) => each.cloud === cloud.name)
  const pid = daemonPids(processes)['sshd']
  await endProcesses(plan.folder, { which: (each) => each.pid === pid })
  const { sshd, sshKeygen } = await findPrograms(record.hadoop)
  const host = cloudHost(plan, cloud, record.javaHome)
  const publicKey = await ensureConsoleKey(plan.folder, sshKeygen)
  const files = ownedFiles(user)
  const launched = await startSshDaemon({ plan, host, user, files, sshd, sshKeygen, publicKey })
  await undertake(undefined).untilItAnswers({
    what: `${cloud.name}: sshd`,
    launched,
    answers: () => sshAnswers(host),
    logs: [join(host.logs, 'sshd.log')]
  })
}
