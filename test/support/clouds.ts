/** What tests do on the lab's clouds behind the product's back: put data there, look, run a job by hand. */
import { Ssh2RemoteShell } from '../../src/engine/adapters/ssh/ssh2-remote-shell.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import { environment, status } from './lab.js'

async function address(cloud: string): Promise<string> {
  const found = (await status()).clouds.find(({ name }) => name === cloud)
  if (found === undefined) throw new Error(`the lab has no cloud "${cloud}"`)
  return found.httpfs
}

const url = (httpfs: string, path: string, operation: string): string =>
  `${httpfs}${path.split('/').map(encodeURIComponent).join('/')}?op=${operation}&user.name=medusa-lab`

/** Writes a file on one cloud, over whatever is there. */
export async function put(
  cloud: string,
  path: string,
  content: string | Uint8Array
): Promise<void> {
  const answer = await fetch(url(await address(cloud), path, 'CREATE&overwrite=true&data=true'), {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: content as string
  })
  if (!answer.ok) throw new Error(`${path} on ${cloud}: ${await answer.text()}`)
}

/** Name → content of the files of a folder that hold records. */
export async function readParts(
  cloud: string,
  folder: string
): Promise<ReadonlyMap<string, string>> {
  const httpfs = await address(cloud)
  const list = (await (await fetch(url(httpfs, folder, 'LISTSTATUS'))).json()) as {
    FileStatuses: { FileStatus: readonly { pathSuffix: string }[] }
  }
  const names = list.FileStatuses.FileStatus.map(({ pathSuffix }) => pathSuffix)
  const parts = await Promise.all(
    names
      .filter((name) => name.startsWith('part-'))
      .sort()
      .map(async (name): Promise<[string, string]> => {
        const answer = await fetch(url(httpfs, `${folder}/${name}`, 'OPEN'))
        return [name, await answer.text()]
      })
  )
  return new Map(parts)
}

/** `hadoop ARGUMENTS` on one cloud, as its user would call it: what a run's result is measured against. */
export async function hadoop(cloud: string, ...args: readonly string[]): Promise<void> {
  const { clusters } = await environment()
  const cluster = clusters.find(({ name }) => name === cloud)
  if (cluster?.ssh === undefined) throw new Error(`no ssh to ${cloud}`)
  const session = await new Ssh2RemoteShell({ clock: new SystemClock() }).open(cluster.ssh)
  try {
    await session.run([`${cluster.hadoophome ?? ''}/bin/hadoop`, ...args], { timeoutMs: 240_000 })
  } finally {
    await session.close()
  }
}

/** Path of a jar of the environment's jar folders. */
export async function labJar(name: string): Promise<string> {
  const { jarFolders } = await environment()
  return `${jarFolders[0] ?? ''}/${name}`
}
