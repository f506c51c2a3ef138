/**
 * Writes the lab's files with the right owner and mode.
 *
 * When root runs the lab, folders with configuration and programs belong to root, so that a job (which runs as the lab's user) can neither change
 * what the daemons read nor lay a symbolic link where root writes next time. Only `data`, `logs`, `tmp`, `home` and `worker` belong to the lab's user.
 */
import { access, chmod, chown, mkdir, open, rename, symlink, unlink } from 'node:fs/promises'
import { constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConsoleError } from '../shared/model/errors.js'
import type { LabUser } from './lab-user.js'

export interface OwnedFiles {
  /** A folder of the caller's. */
  folder(path: string, mode?: number): Promise<void>
  /** A folder of the lab user's. */
  userFolder(path: string, mode?: number): Promise<void>
  /** A file of the caller's, written under a temporary name. */
  file(path: string, content: string | Uint8Array, mode?: number): Promise<void>
  /** A file of the lab user's. */
  userFile(path: string, content: string | Uint8Array, mode?: number): Promise<void>
  /** Makes or replaces a symbolic link. */
  link(path: string, target: string): Promise<void>
}

export function ownedFiles(user: LabUser): OwnedFiles {
  const give = async (path: string) => {
    if (user.switched) await chown(path, user.uid, user.gid)
  }
  return {
    folder: async (path, mode) => {
      await folder(path, mode)
      if (user.switched) await chown(path, 0, 0)
    },
    userFolder: async (path, mode = 0o750) => {
      await folder(path, mode)
      await give(path)
    },
    file: writeFileAtomically,
    userFile: async (path, content, mode = 0o600) => {
      await writeFileAtomically(path, content, mode)
      await give(path)
    },
    link: async (path, target) => {
      await unlink(path).catch(ignoreMissing)
      await symlink(target, path)
    }
  }
}

/** For configuration that the lab's user may change, and all may read: what `folder` and `file` make is the user's. */
export const openToUser = (files: OwnedFiles): Pick<OwnedFiles, 'folder' | 'file'> => ({
  folder: (path, mode = 0o755) => files.userFolder(path, mode),
  file: (path, content, mode = 0o644) => files.userFile(path, content, mode)
})

async function folder(path: string, mode = 0o755): Promise<void> {
  await onDisk(path, async () => {
    await mkdir(path, { recursive: true, mode })
    await chmod(path, mode)
  })
}

/**
 * Makes the folder a lab lies in.
 *
 * @throws ConsoleError `BAD_INPUT` when the caller may not, `DISK_FULL`
 */
export async function ensureStateFolder(path: string): Promise<void> {
  try {
    await onDisk(path, () => mkdir(path, { recursive: true, mode: 0o755 }))
    await access(path, constants.W_OK)
  } catch (cause) {
    if (!hasCode(cause, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST')) throw cause
    throw new ConsoleError('BAD_INPUT', `the lab cannot be kept in ${path}: ${String(cause)}`, {
      hint: 'Choose a folder of your own with --state DIR.',
      cause
    })
  }
}

/** Temporary name, then rename: readers see the old content or the new. */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  mode = 0o644
): Promise<void> {
  const temporary = join(
    dirname(path),
    `.${process.pid}.${Math.random().toString(36).slice(2)}.new`
  )
  await onDisk(path, async () => {
    const file = await open(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      mode
    )
    try {
      await file.writeFile(content)
      await file.chmod(mode)
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  }).catch(async (error: unknown) => {
    await unlink(temporary).catch(ignoreMissing)
    throw error
  })
}

async function onDisk(path: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (cause) {
    if (hasCode(cause, 'ENOSPC', 'EDQUOT')) throw diskFull(path, cause)
    throw cause
  }
}

export function diskFull(path: string, cause?: unknown): ConsoleError {
  return new ConsoleError('DISK_FULL', `no space is left on the disk of ${path}`, {
    hint: 'Free some space, or choose a folder on another disk with --state DIR.',
    cause
  })
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

export function ignoreMissing(error: unknown): void {
  if (!hasCode(error, 'ENOENT')) throw error
}
