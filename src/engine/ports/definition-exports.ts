/** The port to the copies of a broker's definitions that are kept before it is changed. They hold hashes of passwords: nobody else may read them. */
import type { BrokerExport } from '../../shared/model/broker.js'

export interface DefinitionExports {
  /** @returns where it was kept; the newest one when it holds the same @throws ConsoleError `DISK_FULL`, `INTERNAL` */
  keep(definitions: string): Promise<BrokerExport>
  /** Newest first, at most twenty. */
  list(): Promise<readonly BrokerExport[]>
}
