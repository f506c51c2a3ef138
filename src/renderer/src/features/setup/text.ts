/** The English text of Set-up and first start that stands in more than one place, or is long. */

export const labText = {
  about:
    'A broker and three complete Hadoop clouds start as ordinary processes and listen on 127.* only. Nothing of it runs after “Stop the lab”, and nothing outside its folder is touched.',
  tour: 'Watch a liar get outvoted',
  tourAbout:
    'Counts the words of 230 State of the Union addresses. The cloud that is asked first alters one byte of its output; the vote finds it.',
  startAndTour: 'Start the lab, watch a liar get outvoted',
  start: 'Start the lab',
  stop: 'Stop the lab…',
  seconds: 'about 30 s',
  folder: 'It lies in'
} as const

export const faultWords = {
  lie: 'Lie: alter one byte of each output',
  'lie-once': 'Lie once: alter one byte of the next output',
  corrupt: 'Corrupt: alter what it hands to other clouds',
  swap: 'Swap: alter an input after it was checked',
  outage: 'Outage: stop answering'
} as const

/** What the daemons of a start are for people, in the order of the columns. */
export const stepWords: Readonly<Record<string, string>> = {
  'class data': 'class data',
  'remains of an earlier lab': 'remains of an earlier lab',
  greetings: 'every worker answers',
  rabbitmq: 'RabbitMQ',
  namenode: 'NameNode',
  datanode: 'DataNode',
  httpfs: 'HttpFS',
  peers: 'gateway',
  resourcemanager: 'ResourceManager',
  nodemanager: 'NodeManager',
  sshd: 'sshd',
  worker: 'worker'
}
