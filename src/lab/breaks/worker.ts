/** Breaks of a cloud's worker. */
import type { CloudPlan } from '../plan.js'
import { endProcesses } from '../processes.js'
import { setupFile, type BreakTools } from './tools.js'

type CloudAct = (tools: BreakTools, cloud: CloudPlan) => Promise<void>

export const workerBreaks = {
  'worker-down': async ({ plan }, cloud) => {
    await endProcesses(plan.folder, {
      graceMs: 0,
      which: ({ cloud: of, commandLine }) =>
        of === cloud.name && /-m medusa_worker .*--config/.test(commandLine)
    })
  },
  'worker-changed': async ({ onCloud }, cloud) => {
    const edit = `sed -i -e 's|"concurrency": *[0-9]*|"concurrency": 3|' "$1/worker.json"`
    await onCloud(cloud, edit, setupFile.worker(cloud))
  },
  'worker-old': async ({ onCloud }, cloud) => {
    const rename = 'mv "$1"/worker-* "$1/worker-000000000000"'
    await onCloud(cloud, rename, setupFile.worker(cloud))
  }
} satisfies Readonly<Record<string, CloudAct>>
