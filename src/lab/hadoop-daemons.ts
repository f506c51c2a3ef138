/** Starts the five Java daemons of a cloud and asks each whether it is there. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { daemonArguments, type HadoopDaemon, type JavaSet } from './jvm.js'
import { launch, markedEnvironment, type Launched } from './launch.js'
import type { LabUser } from './lab-user.js'
import { cloudFile, type CloudPlan, type LabPlan } from './plan.js'
import { getJson } from './get-json.js'

export async function startHadoopDaemon(
  plan: LabPlan,
  cloud: CloudPlan,
  daemon: HadoopDaemon,
  java: JavaSet,
  user: LabUser
): Promise<Launched> {
  // Begun anew, so that the last lines are of this start.
  for (const log of daemonLogs(cloud, daemon)) await rm(log, { force: true })
  return launch(user, {
    program: join(java.home, 'bin/java'),
    args: daemonArguments(java, cloud, daemon),
    environment: {
      ...markedEnvironment(plan.folder, cloud.name),
      HOME: join(cloud.folder, 'home'),
      JAVA_HOME: java.home,
      HADOOP_HOME: cloud.folder,
      HADOOP_CONF_DIR: cloudFile.conf(cloud)
    },
    workingFolder: join(cloud.folder, 'tmp'),
    output: join(cloudFile.logs(cloud), `${daemon}.out`)
  })
}

export const daemonLogs = (cloud: CloudPlan, daemon: HadoopDaemon): readonly string[] =>
  ['log', 'out'].map((kind) => join(cloudFile.logs(cloud), `${daemon}.${kind}`))

const nameNodeBeans = z.object({
  beans: z.tuple([z.object({ FSState: z.string(), NumLiveDataNodes: z.number() })])
})
const resourceManagerBeans = z.object({ beans: z.tuple([z.object({ NumActiveNMs: z.number() })]) })

/** The NameNode's own account of itself; n.b. it answers before it has left safe mode, for which it waits for its DataNode. */
async function nameNodeState(
  cloud: CloudPlan
): Promise<{ readonly operational: boolean; readonly dataNodes: number }> {
  const base = cloud.webhdfs.slice(0, -'/webhdfs/v1'.length)
  const answer = nameNodeBeans.parse(
    await getJson(`${base}/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState`)
  )
  const [state] = answer.beans
  return { operational: state.FSState === 'Operational', dataNodes: state.NumLiveDataNodes }
}

/** n.b. YARN's REST would tell too, but its first answer costs the ResourceManager a second of processor time. */
async function activeNodeManagers(cloud: CloudPlan): Promise<number> {
  const answer = resourceManagerBeans.parse(
    await getJson(`${cloud.yarn}/jmx?qry=Hadoop:service=ResourceManager,name=ClusterMetrics`)
  )
  return answer.beans[0].NumActiveNMs
}

/** What counts as an answer of each daemon; throws or answers false while it is not there. */
export const daemonAnswers: Readonly<
  Record<HadoopDaemon, (cloud: CloudPlan, user: string) => Promise<boolean>>
> = {
  namenode: async (cloud) => (await nameNodeState(cloud)).dataNodes >= 0,
  datanode: async (cloud) => {
    const { operational, dataNodes } = await nameNodeState(cloud)
    return operational && dataNodes >= 1
  },
  resourcemanager: async (cloud) => (await activeNodeManagers(cloud)) >= 0,
  nodemanager: async (cloud) => (await activeNodeManagers(cloud)) >= 1,
  httpfs: async (cloud, user) => {
    await getJson(`${cloud.httpfs}/?op=LISTSTATUS&user.name=${user}`)
    return true
  }
}
