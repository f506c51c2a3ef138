/** Starting and stopping HttpFS as Hadoop 3's scripts do it. */
import type { CommandChange } from '../../../../domain/setup/change.js'
import type { HadoopFacts } from '../../facts.js'

/**
 * @param environment - for a second instance: its own configuration, log and pid folders
 * @see https://hadoop.apache.org/docs/r3.4.2/hadoop-hdfs-httpfs/ServerSetup.html
 */
export function daemon(
  on: string,
  { home, conf, javaHome }: HadoopFacts,
  environment: Readonly<Record<string, string>>
): CommandChange {
  const variables = {
    HADOOP_CONF_DIR: conf,
    ...(javaHome === null ? {} : { JAVA_HOME: javaHome }),
    ...environment
  }
  const words = (verb: 'start' | 'stop'): readonly string[] => [
    'env',
    ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    `${home}/bin/hdfs`,
    '--daemon',
    verb,
    'httpfs'
  ]
  return { type: 'command', on, argv: words('start'), undo: words('stop'), as: 'login' }
}
