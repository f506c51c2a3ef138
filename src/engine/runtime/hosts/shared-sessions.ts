/** One ssh session a name, opened when it is first needed and again when it was lost. */
import type { RemoteSession } from '../../ports/remote-shell.js'

export class SharedSessions<Name extends string> {
  readonly #open = new Map<Name, Promise<RemoteSession>>()

  constructor(private readonly opens: (name: Name) => Promise<RemoteSession>) {}

  /** @throws what opening it throws */
  async shared(name: Name): Promise<RemoteSession> {
    const known = this.#open.get(name)
    if (known !== undefined) {
      const session = await known.catch(() => null) // why it failed then is not why it would now
      if (session?.alive === true) return session
      if (this.#open.get(name) === known) this.#open.delete(name)
      else return this.shared(name) // somebody else opened it meanwhile
    }
    const opening = this.opens(name)
    this.#open.set(name, opening)
    return opening
  }

  /** n.b. does not wait for what is being opened, which may take 20 s a hop: it is closed as soon as it stands. */
  async close(): Promise<void> {
    const all = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(
      all.map(async (opening) => {
        const session = await Promise.race([opening, Promise.resolve(null)]).catch(() => null)
        if (session !== null) await session.close()
        else opening.then((late) => late.close()).catch(() => undefined) // it never was open
      })
    )
  }
}
