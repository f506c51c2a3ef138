/** Somebody who calls medusa.hello and waits for the answer, one call after the other. */
export interface Client {
  readonly name: string
  /** @returns milliseconds of each call */
  calls(count: number): Promise<readonly number[]>
  close(): Promise<void>
}

export async function timed(
  count: number,
  call: () => Promise<unknown>
): Promise<readonly number[]> {
  const samples: number[] = []
  for (let index = 0; index < count; index += 1) {
    const begun = performance.now()
    await call()
    samples.push(performance.now() - begun)
  }
  return samples
}
