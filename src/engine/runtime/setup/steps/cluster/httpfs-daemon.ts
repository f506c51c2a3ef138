/** Starting and stopping HttpFS as Hadoop 3's scripts do it. */
import type { CommandChange } from '../../../../domain/setup/change.js'
import type { HadoopFacts } from '../../facts.js'

/**
 * @param environment - for a second instance: its own configuration, log and pid folders
 * @returns its start; taken back, it is stopped
 * @see https://hadoop.apache.org/docs/r3.4.2/hadoop-hdfs-httpfs/ServerSetup.html
 */
export function daemon(
  on: string,
  hadoop: HadoopFacts,
  environment: Readonly<Record<string, string>>
): CommandChange {
  const argv = (verb: 'start' | 'stop') => words(hadoop, environment, verb)
  return { type: 'command', on, argv: argv('start'), undo: argv('stop'), as: 'login' }
}

/** Ends it, if it runs. */
export const stopped = (
  on: string,
  hadoop: HadoopFacts,
  environment: Readonly<Record<string, string>>
): CommandChange => ({
  type: 'command',
  on,
  argv: words(hadoop, environment, 'stop'),
  as: 'login'
})

function words(
  { home, conf, javaHome }: HadoopFacts,
  environment: Readonly<Record<string, string>>,
  verb: 'start' | 'stop'
): readonly string[] {
  const variables = {
    HADOOP_CONF_DIR: conf,
    ...(javaHome === null ? {} : { JAVA_HOME: javaHome }),
    ...environment
  }
  return [
    'env',
    ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    `${home}/bin/hdfs`,
    '--daemon',
    verb,
    'httpfs'
  ]
}
