/** What every {@link Workers} does, the fake and the one on a real broker alike. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ClusterName, RunId } from '../../src/shared/model/ids.js'
import type { Answer, Heartbeat, Refusal, Workers } from '../../src/engine/ports/workers.js'
import type { ReceivedTask, Respond } from '../support/fake-workers.js'

export interface WorkersSubject {
  readonly workers: Workers
  readonly cluster: ClusterName
  readonly received: readonly ReceivedTask[]
  /** What the cluster's worker does with every task from now on. */
  respond(respond: Respond): void
  heartbeat(load: readonly number[]): void
  /** The cluster's queue is gone, as if no worker had ever been there. */
  removeQueue(): Promise<void>
  /** A console that comes after this one has died, and reads the same reply queues. */
  restarted(): Promise<Workers>
  dispose(): Promise<void>
}

const DEADLINE_MS = 10_000
const SOON_MS = 300

export function describeWorkers(name: string, makeSubject: () => Promise<WorkersSubject>): void {
  describe(`${name}, as workers`, () => {
    let subject: WorkersSubject
    beforeEach(async () => {
      subject = await makeSubject()
    })
    afterEach(async () => {
      await subject.dispose()
    })

    const run = `r-${Math.random().toString(36).slice(2, 12)}` as RunId
    const call = (
      deadlineMs = DEADLINE_MS,
      signal?: AbortSignal,
      through: RunId | null = null
    ): Promise<Answer> =>
      subject.workers.call(
        subject.cluster,
        'medusa.stat',
        { paths: ['/a b/é'] },
        { deadlineMs, run: through, ...(signal === undefined ? {} : { signal }) }
      )
    const value = (content: unknown) => ({ type: 'value', value: content }) as const

    test('brings a request to the worker and its value back', async () => {
      subject.respond(({ request }) => [value({ saw: request })])
      const answer = await call()
      expect({ cluster: answer.cluster, outcome: answer.outcome }).toEqual({
        cluster: subject.cluster,
        outcome: { ok: true, value: { saw: { paths: ['/a b/é'] } } }
      })
    })

    test('brings an error of the task back as an answer, not as an exception', async () => {
      subject.respond(() => [{ type: 'error', code: 'HDFS_ERROR', message: 'no' }])
      expect((await call()).outcome).toEqual({
        ok: false,
        error: { code: 'HDFS_ERROR', message: 'no', remedy: null }
      })
    })

    test('keeps the answers of calls at the same time apart', async () => {
      subject.respond(({ id }) => [value(id)])
      const answers = await Promise.all(Array.from({ length: 20 }, () => call()))
      expect(answers.map(({ outcome }) => outcome)).toEqual(
        answers.map(({ task }) => ({ ok: true, value: task }))
      )
    })

    test('gives up after the deadline when nobody answers', async () => {
      subject.respond(() => [])
      await expect(call(SOON_MS)).rejects.toMatchObject({ code: 'TASK_TIMED_OUT' })
    })

    test('says which queue is missing instead of waiting for the deadline', async () => {
      await subject.removeQueue()
      await expect(call()).rejects.toMatchObject({ code: 'QUEUE_MISSING' })
    })

    test('says how long the queue is and who reads it, without publishing anything', async () => {
      const look = await subject.workers.queue(subject.cluster, DEADLINE_MS)
      expect(look).toMatchObject({ ready: 0, consumers: 1 })
      expect(look.roundTripMs).toBeGreaterThan(0)
      expect(subject.received).toEqual([])
    })

    test('says that a queue does not exist, and looks again when it does', async () => {
      await subject.workers.queue(subject.cluster, DEADLINE_MS)
      await subject.removeQueue()
      for (let look = 0; look < 2; look += 1)
        await expect(subject.workers.queue(subject.cluster, DEADLINE_MS)).rejects.toMatchObject({
          code: 'QUEUE_MISSING'
        })
    })

    test('knows only the clusters of its settings', async () => {
      const unknown = 'nowhere' as ClusterName
      const calling = subject.workers.call(
        unknown,
        'medusa.hello',
        {},
        { deadlineMs: DEADLINE_MS, run: null }
      )
      await expect(calling).rejects.toMatchObject({ code: 'CLUSTER_UNKNOWN' })
    })

    test('ends a call whose caller gave up', async () => {
      const controller = new AbortController()
      subject.respond(() => {
        controller.abort()
        return []
      })
      await expect(call(DEADLINE_MS, controller.signal)).rejects.toMatchObject({
        code: 'INTERRUPTED'
      })
    })

    test('refuses forged, broken and stray replies, and waits for the authentic one', async () => {
      const refusals: Refusal[] = []
      subject.workers.onRefusal((refusal) => refusals.push(refusal))
      subject.respond(() => [
        { type: 'forged', value: 'a lie' },
        { type: 'garbage', text: '{"task_id": "x", "sta' },
        { type: 'stray', value: 'a lie' },
        value('the truth')
      ])
      expect((await call()).outcome).toEqual({ ok: true, value: 'the truth' })
      expect(refusals.map(({ cluster, reason }) => [cluster, reason])).toEqual([
        [subject.cluster, 'wrong mac'],
        [subject.cluster, 'not JSON'],
        [subject.cluster, 'unknown task']
      ])
    })

    test('takes an authentic answer after a Celery failure, which proves nothing', async () => {
      subject.respond(() => [{ type: 'failure', exception: 'MemoryError' }, value('after all')])
      expect((await call()).outcome).toEqual({ ok: true, value: 'after all' })
    })

    test('ends with a Celery failure when nothing else comes', async () => {
      const refusals: Refusal[] = []
      subject.workers.onRefusal((refusal) => refusals.push(refusal))
      subject.respond(() => [{ type: 'failure', exception: 'WorkerLostError' }])
      await expect(call()).rejects.toMatchObject({ code: 'TASK_FAILED' })
      expect(refusals[0]?.reason).toContain('no mac (Celery FAILURE WorkerLostError')
    })

    test('takes the first of two equal answers', async () => {
      subject.respond(() => [value(1), value(1)])
      const answer = await call()
      answer.settle()
      subject.respond(() => [value(2)])
      expect([answer.outcome, (await call()).outcome]).toEqual([
        { ok: true, value: 1 },
        { ok: true, value: 2 }
      ])
    })

    test('answers through the queue of a run, and settling twice is as good as once', async () => {
      await subject.workers.openRun(run)
      subject.respond(() => [value('done')])
      const answer = await call(DEADLINE_MS, undefined, run)
      answer.settle()
      answer.settle()
      expect(answer.outcome).toEqual({ ok: true, value: 'done' })
      await subject.workers.closeRun(run)
    })

    test('names the run in whose queue a refused reply lay', async () => {
      const refusals: Refusal[] = []
      subject.workers.onRefusal((refusal) => refusals.push(refusal))
      await subject.workers.openRun(run)
      subject.respond(() => [{ type: 'forged', value: 0 }, value('done')])
      const answer = await call(DEADLINE_MS, undefined, run)
      answer.settle()
      expect(refusals.map((refusal) => refusal.run)).toEqual([run])
      await subject.workers.closeRun(run)
    })

    test('lets a console after a restart call, though answers of the one before were never settled', async () => {
      await subject.workers.openRun(run)
      subject.respond(() => [value('before')])
      await call(DEADLINE_MS, undefined, run)
      const restarted = await subject.restarted()
      const refusals: Refusal[] = []
      restarted.onRefusal((refusal) => refusals.push(refusal))
      await restarted.openRun(run)
      subject.respond(() => [value('after')])
      const answer = await restarted.call(
        subject.cluster,
        'medusa.hello',
        {},
        { deadlineMs: DEADLINE_MS, run }
      )
      expect({ outcome: answer.outcome, refusals }).toEqual({
        outcome: { ok: true, value: 'after' },
        refusals: []
      })
      await restarted.closeRun(run)
      await restarted.close()
    })

    test('ends the calls of a run that is closed', async () => {
      await subject.workers.openRun(run)
      let closing = Promise.resolve()
      subject.respond(() => {
        closing = subject.workers.closeRun(run)
        return []
      })
      await expect(call(DEADLINE_MS, undefined, run)).rejects.toMatchObject({
        code: 'INTERRUPTED'
      })
      await closing
    })

    test('passes heartbeats on, with the load the worker tells', async () => {
      subject.respond(() => [value(0)])
      await call() // listening begins with the first call
      const heartbeat = await new Promise<Heartbeat>((resolve) => {
        subject.workers.onHeartbeat((one) => {
          if (one.load[0] === 0.125) resolve(one)
        })
        subject.heartbeat([0.125, 2, 3])
      })
      expect(heartbeat).toMatchObject({
        cluster: subject.cluster,
        worker: `medusa@${subject.cluster}`,
        load: [0.125, 2, 3]
      })
    })

    test('tells no listener that was taken away', async () => {
      const refusals: Refusal[] = []
      const stop = subject.workers.onRefusal((refusal) => refusals.push(refusal))
      stop()
      subject.respond(() => [{ type: 'forged', value: 0 }, value(1)])
      await call()
      expect(refusals).toEqual([])
    })

    test('ends open calls when it is closed, and takes no more', async () => {
      subject.respond(async () => {
        await subject.workers.close()
        return []
      })
      await expect(call()).rejects.toMatchObject({ code: 'INTERRUPTED' })
      await expect(call()).rejects.toMatchObject({ code: 'INTERRUPTED' })
    })
  })
}
