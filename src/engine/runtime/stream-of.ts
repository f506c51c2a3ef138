/** A read that pushes into a sink, as chunks that are pulled: the sink waits until the last chunk was taken. */

type Push = (sink: (chunk: Uint8Array) => Promise<void>, signal: AbortSignal) => Promise<unknown>

/** @throws what the read throws; who stops taking stops the read */
export async function* streamOf(push: Push): AsyncGenerator<Uint8Array> {
  const stop = new AbortController()
  let offered: { readonly chunk: Uint8Array; readonly taken: () => void } | null = null
  let wake: () => void = () => undefined
  let ended = false
  let failure: unknown = null
  const reading = push(
    (chunk) =>
      new Promise<void>((resolve) => {
        stop.signal.throwIfAborted()
        offered = { chunk, taken: resolve }
        wake()
      }),
    stop.signal
  ).then(
    () => {
      ended = true
      wake()
    },
    (thrown: unknown) => {
      ended = true
      failure = thrown
      wake()
    }
  )
  const next = (): typeof offered => offered
  const isOver = (): boolean => ended
  try {
    for (;;) {
      while (next() === null && !isOver())
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      const current = next()
      if (current === null) break
      // Taken when it is asked for more, or when it is stopped here: the one who takes may never come back.
      yield current.chunk
      offered = null
      current.taken()
    }
    if (failure !== null) throw failure as Error
  } finally {
    stop.abort()
    // A sink that waits would keep the read open for ever.
    next()?.taken()
    await reading
  }
}
