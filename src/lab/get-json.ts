/** GET of a JSON document; anything but a 2xx answer within 5 s throws. */
export async function getJson(
  url: string,
  headers: Readonly<Record<string, string>> = {}
): Promise<unknown> {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(5000) })
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  return answer.json()
}
