/** Installs a worker on a cloud of the lab with the same code that installs one on anybody's cluster: over ssh. */
import { Ssh2RemoteShell } from '../engine/adapters/ssh/ssh2-remote-shell.js'
import { SystemClock } from '../engine/adapters/system/clock.js'
import { packageFilesIn } from '../engine/compose-setup.js'
import { deployWorker, type PackageFile } from '../engine/index.js'
import type { DeployWorker } from '../lab/index.js'
import { resource } from './checkout.js'

export const deployLabWorker: DeployWorker = async ({
  ssh,
  folder,
  configuration,
  key,
  signal
}) => {
  const shell = new Ssh2RemoteShell({ clock: new SystemClock() })
  // The worker is started with --detach, which returns when it is connected to its broker; the lab as a whole is greeted when all
  // of it is up, because only then the console's own user and key are in their place.
  const greetedLater = (): Promise<void> => Promise.resolve()
  await deployWorker(
    shell,
    { ssh, folder, configuration, hmacKey: key, packageFiles: workerPackageFiles, signal },
    greetedLater
  )
}

/** The worker as it lies in this installation. */
export const workerPackageFiles = (): Promise<readonly PackageFile[]> =>
  packageFilesIn(resource('worker', 'medusa_worker'))
