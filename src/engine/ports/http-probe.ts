/** The port to one HTTP address as it is: what answers there, word for word. For finding out what is wrong, not for work. */

export interface HttpAnswer {
  readonly status: number
  /** At most 64 kB of it. */
  readonly text: string
}

export interface HttpProbe {
  /** Redirects are not followed. @throws ConsoleError `CLUSTER_UNREACHABLE` when nothing answers */
  get(url: string, timeoutMs: number): Promise<HttpAnswer>
}
