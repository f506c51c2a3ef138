/** A worker that digests blocks of what a file system holds, as `medusa.blocks` and `medusa.progress` do: at once, or as it is told. */
import { createHash } from 'node:crypto'
import type { ClusterName } from '../../src/shared/model/ids.js'
import type { FakeFileSystem } from './fake-file-system.js'
import type { FakeWorkers, ScriptedReply } from './fake-workers.js'

interface BlocksRequest {
  readonly digest: string
  readonly path: string
  readonly offset: number
  readonly length: number
  readonly size: number
}

export class FakeBlockWorker {
  /** What it was asked to digest. */
  readonly requests: BlocksRequest[] = []
  /** Digests this instead of what the file system holds. */
  content: Uint8Array | null = null
  /** Changes what it answers. */
  alter: (blocks: readonly string[], request: BlocksRequest) => readonly string[] = (blocks) =>
    blocks
  /** Cause of a failure. */
  failure: string | null = null
  /** Never comes to an end. */
  stuck = false
  readonly #items: object[] = []

  constructor(
    private readonly cluster: ClusterName,
    private readonly fileSystem: FakeFileSystem,
    workers: FakeWorkers
  ) {
    workers.on(cluster, 'medusa.blocks', ({ request }) => {
      this.#digest(request as unknown as BlocksRequest)
      return value({ state: 'started' })
    })
    workers.on(cluster, 'medusa.progress', () =>
      value({ version: this.#items.length, items: this.#items })
    )
  }

  #digest(request: BlocksRequest): void {
    this.requests.push(request)
    const content = this.content ?? this.fileSystem.get(this.cluster, request.path)
    const range = content!.subarray(request.offset, request.offset + request.length)
    const blocks = Array.from({ length: Math.ceil(range.length / request.size) }, (_, index) =>
      createHash('sha256')
        .update(range.subarray(index * request.size, (index + 1) * request.size))
        .digest('hex')
    )
    this.#items.push(item(request.digest, this.alter(blocks, request), this.failure, this.stuck))
  }
}

const value = (answer: unknown): readonly ScriptedReply[] => [{ type: 'value', value: answer }]

const item = (
  id: string,
  blocks: readonly string[],
  cause: string | null,
  stuck: boolean
): object => ({
  id,
  kind: 'digest',
  state: stuck ? 'running' : 'ended',
  phase: 'digesting',
  applicationId: null,
  map: 0,
  reduce: 0,
  bytes: 0,
  startedAt: 0,
  finishedAt: null,
  phases: {},
  end: stuck
    ? null
    : {
        outcome: cause === null ? 'succeeded' : 'failed',
        files: [],
        manifest: null,
        inputs: [],
        lines: null,
        blocks: cause === null ? blocks : null,
        jobFinishedAt: null,
        counters: {},
        exitCode: null,
        code: cause === null ? null : 'HDFS_ERROR',
        cause,
        log: []
      }
})
