/** English of Set-up and first start. */
import { listed } from '../lib/format.js'

export const labText = {
  about:
    'A broker and three complete Hadoop clouds start as ordinary processes and listen on 127.* only. Nothing of it runs after “Stop the lab”. Outside its folder it keeps only a cache and, when root starts it, the system user medusa-lab.',
  tour: 'Watch a liar get outvoted',
  tourAbout:
    'Counts the words of 230 State of the Union addresses. The cloud that is asked first alters one byte of its output; the vote finds it.',
  startAndTour: 'Start the lab, watch a liar get outvoted',
  start: 'Start the lab',
  startMissing: 'Start what is missing',
  stop: 'Stop the lab…',
  seconds: 'about 30 s',
  folder: 'It lies in'
}

export const faultWords = {
  lie: 'Lie: alter one byte of each output',
  'lie-once': 'Lie once: alter one byte of the next output',
  corrupt: 'Corrupt: alter what it hands to other clouds',
  swap: 'Swap: alter an input after it was checked',
  outage: 'Outage: stop answering'
}

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

export const setupText = {
  page: {
    thisEnvironment: 'this environment',
    unseen: (environment: string) => `Nothing was seen of ${environment} yet`,
    unseenText: 'Broker and clusters are asked in turn; what they answer stands here with its age.'
  },
  checks: {
    ms: (figure: string) => `${figure}\u00a0ms`,
    summary: {
      broker: 'the broker',
      noBroker: 'No run can start: the broker is not connected',
      tooFew: (counting: number, needed: number, faults: number) =>
        `${String(counting)} of ${String(needed)} clusters that f = ${String(faults)} needs are there`,
      ready: (counting: number, needed: number, faults: number) =>
        `Ready: ${String(counting)} clusters count, f = ${String(faults)} needs ${String(needed)}`,
      odd: (names: readonly string[]) => `Ready for runs; look at ${listed(names)}`
    },
    root: {
      ordinary: 'an ordinary user',
      title: 'Not root',
      why: 'Whoever reaches a worker can do what its user may.',
      remedy: 'Run the worker as a user of its own.',
      unknown: 'it does not say',
      isRoot: 'its worker runs as root',
      runsAs: (user: string) => `runs as ${user}`
    },
    group: 'Broker',
    link: {
      title: 'Reachable',
      answers: (broker: string, trip: string) => `${broker} answers in ${trip}`,
      why: 'Every task and every answer goes through it.',
      remedy:
        'Start RabbitMQ there, and check host, port and user in the settings. What comes only through it is seen again then.'
    },
    /** Of what only a worker tells, while the broker is away. */
    blind: 'not seen: it comes through the broker',
    toSettings: 'Settings',
    vhosts: {
      title: 'A vhost for each cluster',
      open: (up: number, all: number) => `${String(up)} of ${String(all)} open`,
      noCluster: 'no cluster in the settings needs one',
      why: 'The vhost an answer comes through says whose it is; none may be shared.',
      remedy: 'Create the missing vhost and give the console’s user its permissions.'
    },
    management: {
      title: 'Management plugin',
      none: 'none in the settings',
      why: 'Without it the console sees queues one by one, and neither users nor connections.',
      remedy: (command: string) => `On the broker: ${command}, then add its URL to the settings.`
    },
    notAsked: (what: string) => `${what}: in the settings, not asked here`,
    open: (cluster: string) => `Open ${cluster}`,
    heartbeat: {
      title: 'Worker',
      why: 'A cluster without a heartbeat gets no attempts, and its attempts move.',
      remedy: 'Start its Celery worker, and look at its log.'
    },
    hdfs: {
      title: 'HDFS',
      why: 'Inputs, programs and outputs lie there.',
      remedy: 'Check that its NameNode and HttpFS answer from here.',
      little: (free: string, all: string) => `only ${free} of ${all} free`,
      free: (free: string) => `${free} free`
    },
    yarn: {
      title: 'YARN',
      why: 'It runs the jobs.',
      remedy: 'Check that its ResourceManager answers, and that a NodeManager is registered.',
      noNode: 'no node takes work',
      nodes: (nodes: number, vcores: number) =>
        `${String(nodes)} ${nodes === 1 ? 'node' : 'nodes'}, ${String(vcores)} vcores`
    },
    ssh: {
      title: 'ssh',
      unread: 'not read yet',
      none: 'not in the settings',
      why: 'Runs need none; terminal, logs and a new worker do.',
      remedy: 'Add host, user and host key to the cluster.',
      edit: 'Edit'
    },
    facts: {
      title: 'Versions',
      why: 'What differs between clusters is what makes honest ones disagree.',
      seen: (hadoop: string, python: string, worker: string) =>
        `Hadoop ${hadoop}, Python ${python}, worker ${worker}`
    },
    clock: {
      title: 'Clock',
      why: 'Times of different clusters stand side by side in reports.',
      remedy: 'Let it follow a time server (chrony, systemd-timesyncd).'
    }
  },
  first: {
    title: 'Nothing is set up yet',
    about:
      'Medusa Console runs a job on several clouds at once and compares what they answer. It needs clouds: real ones on this machine to try it, or yours.',
    own: 'My clusters',
    ownAbout:
      'Name a broker and your clouds; each step is checked, and what is missing is made when you say so.',
    needs: {
      hadoop: 'clouds with Hadoop 3',
      account: 'an account with ssh on each',
      programs: 'Python 3.9 and Celery 5.2, or newer',
      vhost: 'a RabbitMQ, reached by ssh or as administrator'
    },
    ownButton: 'Set up my clusters',
    ownNote: 'Nothing is changed on a cluster before you say so.'
  },
  offer: {
    title: 'Three clouds on this machine',
    takes: (seconds: string) => `${seconds}, and a minute for the tour`
  },
  lab: {
    stop: 'Stop the lab?',
    stopText: (clouds: number) =>
      `Ends the broker and ${String(clouds)} clouds; runs on them end, too. What they hold on disk stays for the next start.`,
    stopButton: (clouds: number) => `Stop ${String(clouds)} clouds`,
    stopKeep: 'Keep running',
    title: 'Lab on this machine',
    looked: (age: string) => `looked ${age}`,
    columns: {
      cloud: 'Cloud',
      state: 'State',
      address: 'Address',
      fault: 'Fault'
    },
    without: (parts: string) => `without ${parts}`,
    heal: (cloud: string) => `Heal ${cloud}`,
    noFault: 'none',
    misbehave: (cloud: string) => `Make ${cloud} misbehave`,
    touring: 'The job is laid out',
    stopping: (passed: string) => `The lab is being stopped, ${passed}`,
    liesIn: (cloud: string) => `${cloud} lies in`,
    thisRun: 'this run',
    healedAfter: ', and is healed after it.',
    broker: 'broker',
    startsMissing: '“Start what is missing” brings the lab up again; the tour needs all of it.',
    needsAll: 'Needs every cloud up and honest: heal the others first.'
  },
  problems: {
    start: 'The lab did not start',
    stop: 'The lab could not be stopped',
    install: 'The installation failed',
    tour: 'The tour did not start',
    fault: 'The fault could not be changed',
    look: 'The lab cannot be looked at'
  },
  start: {
    tour: 'The lab is up; the tour is laid out',
    cancelling: 'Called off: what was started is being taken down',
    title: 'The lab starts',
    note: (passed: string, whole: string) => `${passed} of ${whole}`,
    prepared: 'Class data',
    broker: 'RabbitMQ',
    greeted: 'Every worker answers',
    preparing: 'Preparing',
    greeting: 'Asking every worker for an answer',
    parts: (ready: number, all: number) => `${String(ready)} of ${String(all)} parts answer`
  },
  needs: {
    title: 'What it needs of this machine',
    looking: 'being looked at',
    all: 'all there',
    looked: (age: string) => `· looked ${age}`,
    lookAgain: 'Look again',
    cancelling: 'Calling it off',
    installing: 'Installing',
    silent: 'nothing said yet',
    commands: 'These commands bring what is missing, and may run from here:',
    copyCommands: 'Copy commands',
    install: 'Install what is missing',
    byHand: 'Run them in a terminal, then look again.'
  },
  readiness: {
    title: (environment: string) => `Readiness of ${environment}`,
    counts: (counts: readonly { readonly count: number; readonly word: string }[]) =>
      counts.map(({ count, word }) => `${String(count)} ${word}`).join(', '),
    rest: (count: number) => `${String(count)} more, none with more trouble`
  },
  words: {
    levels: {
      right: 'right',
      attention: 'attention',
      wrong: 'wrong',
      unasked: 'not asked'
    },
    there: {
      there: 'there',
      short: 'short',
      missing: 'missing'
    },
    clouds: {
      up: 'up',
      lying: 'made to lie',
      corrupting: 'made to corrupt',
      swapping: 'made to swap',
      outage: 'outage',
      degraded: 'degraded',
      down: 'down'
    },
    cells: {
      waiting: 'waits',
      starting: 'starts',
      ready: 'answers'
    }
  }
}
