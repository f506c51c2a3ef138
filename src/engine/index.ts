/** The front door: what window, command line and lab may use of the engine. */
export { createEngine, type Engine } from './runtime/engine.js'
export { createArchive, type RunArchive } from './runtime/recorded-run.js'
export type { EnginePorts } from './runtime/ports.js'
export type { RunRequest } from './runtime/prepare-run.js'
export type { Fetched } from './runtime/fetch-output.js'
export type { DiffRequest, OutputDiff } from './runtime/diff-output.js'
export type { DiffLine } from './runtime/diff-search.js'
export { rankAtRandom } from './domain/ranking.js'
export { tolerance, toleranceSentence } from './domain/tolerance.js'
export { deployWorker, type PackageFile } from './runtime/deploy-worker.js'
export { importMedusaXml } from './protocol/medusa-xml.js'
export type { ActionRecorder, ActionWords } from './runtime/record-actions.js'
export type { ClusterTester, ClusterTestRequest } from './runtime/cluster-test/test-cluster.js'
export type { SshHosts } from './ports/ssh-hosts.js'
export type { LineLog } from './ports/line-log.js'
export type { EnvironmentWatch } from './runtime/watch/environment-watch.js'
export type { BrokerDesk } from './runtime/broker/broker-desk.js'
export type { Hosts } from './runtime/hosts/index.js'
export type { CommandPicture } from './runtime/hosts/host-commands.js'
export {
  readSettingsText,
  type SettingsReading,
  type TextIssue
} from './protocol/settings/settings-text.js'
export { checkSettingsText } from './protocol/settings/check-settings.js'
export { changesBetween, renamedEnvironments } from './protocol/settings/changes.js'
export { exportText } from './protocol/settings/export-text.js'
export { secretMarks } from './protocol/settings/secret-marks.js'
export { settingsJsonSchema } from './protocol/settings/json-schema.js'
export {
  importSettings,
  type FoundSecret,
  type ImportFile
} from './protocol/settings/import/import-settings.js'
export type { SecretSource } from './ports/secret-source.js'
export { SetupDesk } from './runtime/setup/setup-desk.js'
export { siteOf } from './domain/setup/site-of.js'
export { trustHost } from './runtime/setup/trust-host.js'
