/** English of the broker's page. What is asked before something is destroyed stands in `broker-questions.ts`. */
import { grouped, plural } from '../lib/format.js'

export const brokerText = {
  page: {
    tabs: {
      queues: 'Queues and users',
      vhosts: 'Vhosts',
      connections: 'Connections',
      workers: 'Workers'
    },
    parts: 'Parts of the broker'
  },
  state: {
    again: 'Ask again',
    noPlugin: 'No management plugin is set up',
    noPluginCause:
      'The settings name none. AMQP alone shows what waits in the clouds’ task queues and who takes it; other queues, rates, users, vhosts and connections cannot be seen.',
    until: (cause: string) =>
      `${cause} Until it does, AMQP alone shows what waits in the clouds’ task queues.`,
    noPluginRemedy:
      'Enable the plugin on the broker, and put its address into the settings: the set-up does both.'
  },
  notOpen: {
    title: 'Broker',
    none: 'No broker yet',
    noneText:
      'Consoles and clouds talk through RabbitMQ. The lab brings one of its own; the set-up makes or finds yours.',
    closedText: (why: string) => `Nobody is asked: ${why}`
  },
  node: {
    alarm: {
      memory: 'memory',
      disk: 'disk'
    },
    title: 'Node',
    link: 'Link to the plugin',
    noLink: 'none set up',
    asking: 'asking',
    answers: 'answers',
    roundTrip: (ms: number) => `${String(ms)}\u00a0ms`,
    noAnswer: 'no answer',
    last: (age: string) => `last ${age}`,
    broker: 'RabbitMQ',
    version: (node: string, erlang: string) => `${node}, Erlang ${erlang}`,
    rates: 'Messages in, out',
    alarms: 'Alarms',
    blocked: 'publishers are blocked',
    notShown: 'not shown to this user',
    noAlarm: 'none',
    memory: 'Memory',
    memoryLimit: (limit: string) => `of ${limit}`,
    disk: 'Disk free',
    diskLimit: (limit: string) => `limit ${limit}`,
    old: (age: string) => `These figures were seen ${age}; what they are now cannot be seen.`
  },
  queues: {
    scopes: {
      tasks: 'Task queues',
      replies: 'Replies',
      all: 'All'
    },
    note: 'one vhost a cloud, none can answer for another',
    count: (count: number) => plural(count, 'queue'),
    of: (shown: number, all: number) => `${grouped(shown)} of ${plural(all, 'queue')}`,
    title: 'Queues',
    which: 'Which queues',
    filter: 'Filter queues by name',
    asking: 'Asking the broker for its queues.',
    notFound: 'No queue is called like that',
    notFoundText:
      'The filter is a regular expression, upper and lower case alike: “porto|lisbon”, “^medusa\\.”.',
    clearFilter: 'Clear filter',
    noReplies: 'No replies wait',
    noRepliesText:
      'A run has a reply queue in the vhost of each cloud while it goes on; the console has one of its own as soon as it talks to a cloud.',
    none: 'There is no queue yet',
    noneText:
      'Each cloud has a vhost of its own with one task queue. Its worker makes it when it first starts; add a cloud on the Clusters page.'
  },
  queueTable: {
    columns: {
      queue: 'Queue',
      vhost: 'Vhost',
      ready: 'Ready',
      unacknowledged: 'Unacked',
      consumers: 'Consumers',
      in: 'In',
      out: 'Out',
      spark: 'In, 10 min',
      replies: 'Replies wait',
      heartbeat: 'Heartbeat'
    }
  },
  queueCells: {
    unknown: 'cannot be seen over AMQP alone',
    purge: 'Purge…',
    purgeReady: (ready: string) => `Purge ${ready} ready…`,
    delete: 'Delete queue…',
    spark: (highest: number, seconds: number) =>
      `messages in, last 10 min, highest ${grouped(highest)} in ${String(seconds)} s`,
    notThere: 'not there',
    silent: 'silent',
    more: (queue: string) => `More about ${queue}`
  },
  queueNotes: {
    attention: 'attention',
    show: (cluster: string) => `Show ${cluster}`,
    purge: (count: number) => `Purge ${plural(count, 'message')}…`,
    others: (count: number) =>
      `${plural(count, 'more task queue')} like this, marked in the table.`,
    noPattern: (why: string) => `No pattern: ${why}. Shown are names that contain it.`,
    missing: (queue: string) => `${queue} is not there.`,
    missingText: (cluster: string, vhost: string) =>
      `The worker of ${cluster} makes it when it first starts in vhost ${vhost}.`,
    nobody: (queue: string) => `Nobody consumes ${queue}.`,
    nobodyText: (cluster: string, waiting: boolean) =>
      `The worker of ${cluster} is not connected${waiting ? '; what waits there is taken when it comes back' : ''}. Start it on the cloud, or look at its log.`
  },
  connections: {
    title: 'Connections',
    seen: (age: string) => `seen ${age}; RabbitMQ counts every 5 s`,
    note: 'who talks to the broker',
    short: (hidden: number) =>
      `Show those younger than 10 s${hidden > 0 ? ` (${grouped(hidden)})` : ''}`,
    columns: {
      client: 'Client',
      user: 'User',
      vhost: 'Vhost',
      from: 'From',
      takesFrom: 'Takes from',
      unacknowledged: 'Unacked',
      rates: 'In, out',
      since: 'Since'
    },
    channels: (count: number) => plural(count, 'channel'),
    tls: ' TLS',
    takesNothing: 'nothing',
    more: (peer: string) => `More about the connection from ${peer}`,
    close: 'Close connection…',
    onlyShort: (count: number) => `Only ${plural(count, 'connection')} younger than 10 s`,
    none: 'Nobody is connected',
    noneText:
      'Each cloud’s worker holds a few connections, and so does every console while it works. RabbitMQ lists a new one after at most 5 s.'
  },
  vhosts: {
    title: 'Vhosts',
    seen: (age: string) => `one a cloud, seen ${age}`,
    note: 'one a cloud, so that none can answer for another',
    signInFirst: 'Sign in as an administrator first',
    create: 'Vhost…',
    columns: {
      vhost: 'Vhost',
      clusters: 'Clouds',
      queues: 'Queues',
      messages: 'Messages',
      state: 'State'
    },
    noCluster: 'none of this environment',
    running: 'runs',
    down: 'down',
    more: (vhost: string) => `More about vhost ${vhost}`,
    delete: 'Delete vhost…',
    none: 'This user sees no vhost',
    noneText:
      'RabbitMQ shows a vhost to those who have rights in it, and all of them to administrators and monitors.'
  },
  createVhost: {
    title: 'Create a vhost',
    nameHint: 'One a cloud: medusa-CLOUD',
    button: 'Create vhost'
  },
  workers: {
    title: 'Workers',
    note: 'heard by their heartbeats, one every 2 s',
    all: (hidden: number) => `Show those that only came by (${grouped(hidden)})`,
    forgetAll: (count: number) => `Forget ${grouped(count)} silent workers`,
    columns: {
      worker: 'Worker',
      cluster: 'Cloud',
      vhost: 'Vhost',
      state: 'State',
      heard: 'Last heard',
      beats: 'Heartbeats',
      load: 'Load 1, 5, 15 min'
    },
    silent: 'silent',
    beats: 'beats',
    noLoad: 'not told',
    forget: 'Forget',
    none: 'No worker was heard yet',
    noneText:
      'A worker sends a heartbeat every 2 s as soon as it is connected. When none comes, nobody runs on the cloud, or its user may not write to celeryev: the rights on the first page say so.'
  },
  users: {
    signedIn: (user: string) => `signed in as ${user}`,
    title: 'Users',
    signOut: 'Sign out',
    createUser: 'User…',
    createVhost: 'Vhost…',
    pluginOnly: 'Users and rights are shown by the management plugin only.',
    columns: {
      vhosts: 'Vhosts',
      says: 'In plain words'
    },
    rightsOf: (user: string) => `Rights of ${user}`,
    own: 'this console:',
    noPassword: 'has no password',
    more: (user: string) => `More about user ${user}`,
    rights: 'Rights',
    changePassword: 'Change password…',
    changeTags: 'Change tags…',
    delete: 'Delete user…'
  },
  createUser: {
    title: 'Create a user',
    button: 'Create user'
  },
  changeUser: {
    passwordTitle: (user: string) => `New password of ${user}`,
    tagsTitle: (user: string) => `Tags of ${user}`,
    own: 'This console works with this user',
    ownPassword:
      'It stays connected as it is, and cannot connect again until the settings have the new password.',
    ownTags: 'Without the tag “monitoring” this page sees less.',
    passwordButton: 'Change password',
    tagsButton: 'Change tags'
  },
  passwordChoice: {
    which: 'Which password',
    generated: 'Generated password',
    own: 'Own password',
    ownHint: 'Kept by RabbitMQ as a hash',
    generatedHint: '40 letters and digits. Copy it now: it is shown only here',
    hide: 'Hide password',
    show: 'Show password',
    copy: 'Copy password'
  },
  tags: {
    says: {
      administrator: 'may change users, vhosts and rights',
      monitoring: 'sees all figures',
      policymaker: 'sets policies in its vhosts',
      management: 'sees its own vhosts’ figures',
      impersonator: 'may send in another user’s name'
    },
    title: 'Tags',
    note: 'a cloud’s worker needs none',
    other: 'not one of RabbitMQ’s own'
  },
  rights: {
    title: (user: string, vhost: string) => `${user} in vhost ${vhost}`,
    vhosts: (count: number) => plural(count, 'vhost'),
    which: 'Vhost of the rights',
    noRights: ' (no rights)',
    noVhost: 'There is no vhost yet',
    noVhostText: 'Rights are given in a vhost: create one first.'
  },
  rightsEditor: {
    tones: {
      may: 'may',
      mayNot: 'may not',
      note: 'note',
      danger: 'danger'
    },
    matchesNothing: 'matches nothing that is there',
    matchesAll: 'matches everything',
    matches: (count: number, known: number) =>
      `matches ${String(count)} of ${plural(known, 'name')}`,
    ownTitle: (user: string) => `Change the rights of ${user}?`,
    ownText:
      'This console works with this user. With too few rights it loses tasks or answers of this vhost’s cloud.',
    ownButton: 'Change rights',
    means: 'What this allows',
    was: (was: string) => `was: ${was}`,
    new: 'new',
    give: 'Give these rights',
    save: 'Save',
    undo: 'Undo',
    takeAll: 'Take all…',
    changes: (count: number) => plural(count, 'change'),
    copyCall: 'Copy the call'
  },
  seen: {
    asking: 'Asking the broker.',
    notPermitted: 'RabbitMQ shows this to administrators only',
    notPermittedText:
      'The console works with as few rights as it needs. Sign in as an administrator for this session: the password is kept in memory only, and goes when you sign out or close the program.',
    signIn: 'Sign in…',
    why: (why: string) => `Cannot be seen now: ${why}.`,
    last: (age: string) => `What is shown was seen ${age}.`
  },
  signIn: {
    title: 'Sign in to the broker',
    as: 'As a user with the tag',
    asAfter: ', for this session. The console’s own user goes on to carry out runs.',
    ofTheLab:
      'The lab’s own administrator is admin; the password stands in lab/passwords.json of the state folder. Set-up says where the lab lies.',
    refused: 'Check user and password as you typed them.',
    button: 'Sign in'
  },
  exports: {
    title: 'Exports of definitions',
    note: 'kept before every change; they hold hashes of passwords, readable by you only',
    now: 'Export now',
    columns: {
      file: 'File',
      size: 'Size',
      kept: 'Kept'
    },
    goBack:
      'To go back: RabbitMQ’s management page, Overview, Import definitions. An import adds and changes; it takes nothing away.',
    none: 'None yet: the first is kept before the first change.',
    kept: (file: string) => `Definitions kept in ${file}`
  },
  names: {
    needed: 'a name is needed',
    control: 'control characters cannot be typed again',
    space: 'begins or ends with a space, which nobody sees',
    long: (bytes: number, most: number) => `${String(bytes)} bytes; RabbitMQ takes ${String(most)}`
  }
}
