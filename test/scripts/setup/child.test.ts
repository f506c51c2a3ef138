import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mustRun, run } from '../../../scripts/setup/child.mjs'
import { Interrupted } from '../../../scripts/setup/problem.mjs'
import { aContext, aFolder } from '../support/context.js'

/** A zombie waits for its new parent, in some containers for ever; it has ended all the same. */
function isAlive(pid: number): boolean {
  const stat = existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ''
  return stat !== '' && !/\) Z /.test(stat)
}

describe('running a program', () => {
  test('gives its exit code and what it printed, from both its pipes', async () => {
    const lines: string[] = []
    const options = { onLine: (line: string) => lines.push(line) }
    const { code } = await run(aContext(), 'sh', ['-c', 'echo a; echo b >&2; exit 7'], options)
    expect({ code, lines: lines.sort() }).toEqual({ code: 7, lines: ['a', 'b'] })
  })

  test('says which program could not be started', async () => {
    await expect(run(aContext(), 'no-such-program', [])).rejects.toThrow(
      'no-such-program could not be started'
    )
  })

  test('ends it when its time is up', async () => {
    const { timedOut } = await run(aContext(), 'sleep', ['60'], { limitMs: 50 })
    expect(timedOut).toBe(true)
  })

  test('ends it when it has been silent for too long', async () => {
    const { timedOut, output } = await run(aContext(), 'sh', ['-c', 'echo a; sleep 60'], {
      silenceMs: 200
    })
    expect({ timedOut, output }).toEqual({ timedOut: true, output: 'a\n' })
  })

  test('does not wait for a daemon that holds its pipes', async () => {
    const { code, output } = await run(aContext(), 'sh', ['-c', 'setsid sleep 5 & echo up'])
    expect({ code, output }).toEqual({ code: 0, output: 'up\n' })
  })

  test('a failure that must not be carries the last lines', async () => {
    const failing = mustRun(aContext(), 'sh', ['-c', 'echo broken; exit 3'], { what: 'the test' })
    await expect(failing).rejects.toMatchObject({
      message: 'the test failed with exit code 3',
      output: 'broken'
    })
  })
})

test('Ctrl-C ends a program with its children, also one that does not listen', async () => {
  const abort = new AbortController()
  const file = join(aFolder(), 'pid')
  const script = `trap '' TERM; sleep 60 & echo $! > ${file}; echo; wait; sleep 60`
  const running = run(aContext(abort), 'sh', ['-c', script], {
    graceMs: 50,
    onLine: () => abort.abort(new Interrupted(130))
  })
  await expect(running).rejects.toBeInstanceOf(Interrupted)
  const grandchild = Number(readFileSync(file, 'utf8'))
  await expect.poll(() => isAlive(grandchild)).toBe(false)
})
