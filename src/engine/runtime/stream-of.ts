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
      offered = null
      yield current.chunk
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
