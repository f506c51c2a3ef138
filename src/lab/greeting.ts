/** Asks a server for its first bytes, to know that it is the one that is waited for. */
import { connect } from 'node:net'

/**
 * @param hello - what is said first; empty where the server begins
 * @param isIt - looks at the first bytes that come
 * @returns false also when nobody answers within 5 s
 */
export function greets(
  at: { readonly host: string; readonly port: number },
  hello: string,
  isIt: (greeting: Buffer) => boolean
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(at)
    const done = (answered: boolean) => {
      socket.destroy()
      resolve(answered)
    }
    socket.setTimeout(5000, () => done(false))
    socket.once('error', () => done(false))
    socket.once('close', () => done(false))
    socket.once('data', (greeting) => done(isIt(greeting)))
    if (hello !== '') socket.write(hello, 'latin1')
  })
}
