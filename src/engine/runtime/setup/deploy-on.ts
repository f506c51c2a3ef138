/** Puts the worker on a cluster, with what set-up knows of broker and secrets. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { WorkerChange } from '../../domain/setup/change.js'
import { deployWorker } from '../deploy-worker.js'
import type { Bench } from './bench.js'

/** @returns a URL with its password: for the worker's configuration, and nothing else */
export const brokerUrl = ({ user, at, vhost }: WorkerChange['queue'], password: string): string =>
  `amqp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${at}/${encodeURIComponent(vhost)}`

/** n.b. whether it answers is the next step's question: here it only has to be connected to its broker. */
export async function deployOn(
  { site, ports }: Bench,
  { on, folder, python, configuration, queue }: WorkerChange
): Promise<void> {
  const found = site.clusters.find(({ name }) => name === on)
  if (found === undefined)
    throw new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${on}" in this set-up`)
  const password = await ports.store.makeSecret(`worker:${on}`)
  const key = await ports.store.makeSecret(`key:${on}`)
  await deployWorker(
    ports.shell,
    {
      ssh: found.ssh,
      folder,
      python,
      packageFiles: ports.packageFiles,
      hmacKey: key,
      configuration: withBroker(configuration, brokerUrl(queue, password))
    },
    () => Promise.resolve()
  )
}

/** What the worker reads is more than the deployment looks at. */
const withBroker = <T extends object>(
  configuration: T,
  broker: string
): T & { readonly broker: string } => ({
  ...configuration,
  broker
})
