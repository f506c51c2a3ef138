/**
 * Tests one cluster, saved or not: reaches it every way a run would, and says of each step what was found, or cause and remedy.
 *
 * Nothing is changed there. One step that fails stops only what depends on it.
 */
import { isWhole, type ClusterDraft, type TestStep } from '../../../shared/model/cluster-test.js'
import type { ClusterSettings } from '../../../shared/model/settings.js'
import { checkBroker } from './check-broker.js'
import { checkHdfs, checkYarn } from './check-hadoop.js'
import { checkSsh, type ClockReading } from './check-ssh.js'
import type { ClusterTestPorts } from './ports.js'
import { passed, TestBoard, warned, type StepEnd } from './test-board.js'

export interface ClusterTestRequest {
  readonly draft: ClusterDraft
  /** The cluster's HMAC key when it was typed and is not saved yet: 64 hexadecimal digits. */
  readonly key: string | null
  /** Ends it: what runs is skipped. */
  readonly signal: AbortSignal
  /** All steps, whenever one changes. */
  readonly onSteps: (steps: readonly TestStep[]) => void
}

export interface ClusterTester {
  /** Never rejects for what the cluster does. @returns all steps, ended */
  test(request: ClusterTestRequest): Promise<readonly TestStep[]>
}

const HADOOP_LIMIT_MS = 10_500
/** Beyond it logs of several clouds cannot be laid side by side, and Kerberos would fail at five minutes. */
const CLOCK_LIMIT_MS = 2_000

export function createClusterTester(ports: ClusterTestPorts): ClusterTester {
  return {
    test: async ({ draft, key, signal, onSteps }) => {
      const board = new TestBoard(stepsOf(draft), ports.clock, signal, onSteps)
      const [bySsh, byWorker] = await Promise.all([
        checkSsh(draft, board, ports),
        checkBroker(settingsOf(draft), key, board, ports),
        checkHadoop(draft, board, ports)
      ])
      await checkClock(bySsh ?? byWorker, board)
      return board.steps
    }
  }
}

function stepsOf({ ssh }: ClusterDraft): readonly Pick<TestStep, 'id' | 'title'>[] {
  return [
    ...(ssh?.jump ?? []).map((hop, index) => ({
      id: `jump-${String(index)}`,
      title: `Jump host ${hop.host}`
    })),
    { id: 'ssh', title: 'Host key' },
    { id: 'login', title: 'Login' },
    { id: 'httpfs', title: 'HttpFS' },
    { id: 'webhdfs', title: 'WebHDFS' },
    { id: 'yarn', title: 'YARN' },
    { id: 'broker', title: 'Broker' },
    { id: 'worker', title: 'Worker' },
    { id: 'clock', title: 'Clock' }
  ]
}

async function checkHadoop(
  draft: ClusterDraft,
  board: TestBoard,
  ports: ClusterTestPorts
): Promise<void> {
  const { httpfs } = draft
  if (httpfs === undefined) board.skip('httpfs', 'none in this cluster: WebHDFS is used')
  await Promise.all([
    httpfs === undefined
      ? null
      : board.run('httpfs', HADOOP_LIMIT_MS, () => checkHdfs(httpfs, draft, ports)),
    board.run('webhdfs', HADOOP_LIMIT_MS, () => checkHdfs(draft.webhdfs, draft, ports)),
    board.run('yarn', HADOOP_LIMIT_MS, () => checkYarn(draft, ports))
  ])
}

async function checkClock(clock: ClockReading | null, board: TestBoard): Promise<void> {
  if (clock === null) board.skip('clock', 'neither ssh nor the worker could be asked')
  else await board.run('clock', 1_000, () => Promise.resolve(clockEnd(clock)))
}

function clockEnd({ aheadMs, errorMs, by }: ClockReading): StepEnd {
  const seconds = (ms: number): string => (Math.abs(ms) / 1000).toFixed(2)
  const found = `${seconds(aheadMs)} s ${aheadMs < 0 ? 'behind' : 'ahead'}, ± ${seconds(errorMs)} s (${by})`
  if (Math.abs(aheadMs) - errorMs <= CLOCK_LIMIT_MS) return passed(found)
  return warned(
    found,
    `its clock is off by ${seconds(aheadMs)} s`,
    'set it there: timedatectl set-ntp true'
  )
}

/** The broker's half does not look at ssh, whose keys may still be unknown. */
function settingsOf(draft: ClusterDraft): ClusterSettings {
  if (isWhole(draft)) return draft
  const rest: ClusterDraft = { ...draft }
  delete rest.ssh
  return rest as ClusterSettings
}
