/**
 * Like Promise.all, but at most `limit` at once; the first failure stops what has not begun.
 *
 * @returns the results in the order of the items
 */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>
): Promise<readonly R[]> {
  const queue = items.map((item, index) => ({ item, index })).reverse()
  const results: R[] = []
  const worker = async (): Promise<void> => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      try {
        results[next.index] = await work(next.item)
      } catch (thrown) {
        queue.length = 0
        throw thrown
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  return results
}
