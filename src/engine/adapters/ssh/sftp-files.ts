/** Whole files through sftp; what is written is there whole or not at all. */
import { randomUUID } from 'node:crypto'
import { posix } from 'node:path'
import type { SFTPWrapper, Stats } from 'ssh2'

/** SSH_FX_NO_SUCH_FILE of the sftp protocol, version 3. */
const NO_SUCH_FILE = 2

/**
 * @param path - absolute, or relative to the user's home
 * @param mode - set on the open file before a byte is in it, whatever the umask there is
 */
export async function writeRemoteFile(
  sftp: SFTPWrapper,
  path: string,
  content: Uint8Array,
  mode: number,
  folders: RemoteFolders
): Promise<void> {
  await folders.make(sftp, posix.dirname(path))
  const temporary = posix.join(posix.dirname(path), `.${posix.basename(path)}.${randomUUID()}.tmp`)
  const handle = await call<Buffer>((done) => sftp.open(temporary, 'wx', 0o600, done))
  try {
    try {
      await call((done) => sftp.fchmod(handle, mode, done))
      // n.b. an empty write is an error for some servers.
      if (content.length > 0)
        await call((done) => sftp.write(handle, Buffer.from(content), 0, content.length, 0, done))
    } finally {
      await call((done) => sftp.close(handle, done))
    }
    // Plain RENAME of sftp 3 fails when the target exists; this one is rename(2). OpenSSH has had it since 2008.
    await call((done) => sftp.ext_openssh_rename(temporary, path, done))
  } catch (thrown) {
    await call((done) => sftp.unlink(temporary, done)).catch(() => undefined) // the first error counts
    throw thrown
  }
}

export const readRemoteFile = (sftp: SFTPWrapper, path: string): Promise<Uint8Array> =>
  call<Buffer>((done) => sftp.readFile(path, done))

/** Folders made or seen in this session: each is looked for once, however many files go there at the same time. */
export class RemoteFolders {
  readonly #known = new Map<string, Promise<void>>()

  /** With its parents; those that are made are for the user alone. */
  make(sftp: SFTPWrapper, path: string): Promise<void> {
    const known = this.#known.get(path)
    if (known !== undefined) return known
    const making = this.#make(sftp, path)
    this.#known.set(path, making)
    making.catch(() => this.#known.delete(path))
    return making
  }

  async #make(sftp: SFTPWrapper, path: string): Promise<void> {
    if (await exists(sftp, path)) return
    if (posix.dirname(path) !== path) await this.make(sftp, posix.dirname(path))
    try {
      await call((done) => sftp.mkdir(path, { mode: 0o700 }, done))
    } catch (thrown) {
      // Somebody else may have made it meanwhile.
      if (!(await exists(sftp, path))) throw thrown
    }
  }
}

async function exists(sftp: SFTPWrapper, path: string): Promise<boolean> {
  try {
    await call<Stats>((done) => sftp.stat(path, done))
    return true
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === NO_SUCH_FILE) return false
    throw thrown
  }
}

/** ssh2's callbacks as promises. */
function call<T = void>(
  start: (done: (error: Error | null | undefined, value?: T) => void) => unknown
): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error === null || error === undefined) resolve(value as T)
      else reject(error)
    })
  })
}
