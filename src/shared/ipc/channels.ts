/**
 * The names of the calls, without the schemas: the sandboxed preload would otherwise carry 130 kB of schema library.
 * Complete by type: a call that is missing here does not compile.
 */
import type { CallName, EventName } from './contract.js'

const names = {
  // console
  'console.read': true,
  'console.retry': true,
  'environment.choose': true,
  'theme.choose': true,
  'notices.choose': true,
  'clipboard.write': true,
  'actions.read': true,
  // runs
  'runs.follow': true,
  'runs.unfollow': true,
  'runs.open': true,
  'runs.startAgain': true,
  'runs.dismissStart': true,
  'runs.cancel': true,
  'runs.fetch': true,
  'runs.showFetched': true,
  'runs.durations': true,
  // environment
  'environment.read': true,
  'environment.probe': true,
  'environment.tried': true,
  'timeline.lanes': true,
  'timeline.read': true,
  // settings
  'settings.read': true,
  'settings.check': true,
  'settings.save': true,
  'settings.restore': true,
  'settings.version': true,
  'settings.export': true,
  'settings.import': true,
  'settings.keepDraft': true,
  'settings.dropDraft': true,
  'settings.damaged': true,
  'secrets.set': true,
  'secrets.forget': true,
  'secrets.keepFound': true,
  // clusters
  'clusters.read': true,
  'clusters.sshHosts': true,
  'clusters.test': true,
  'clusters.stopTest': true,
  // hosts
  'terminals.open': true,
  'terminals.attach': true,
  'terminals.detach': true,
  'terminals.write': true,
  'terminals.resize': true,
  'terminals.drawn': true,
  'terminals.close': true,
  'terminals.clipboard': true,
  'logs.list': true,
  'logs.follow': true,
  'logs.stop': true,
  'logs.save': true,
  'commands.run': true,
  'commands.stop': true,
  'commands.history': true,
  'commands.save': true,
  // hdfs
  'hdfs.look': true,
  'hdfs.list': true,
  'hdfs.preview': true,
  'hdfs.summary': true,
  'hdfs.makeDirectory': true,
  'hdfs.remove': true,
  'hdfs.download': true,
  'hdfs.chooseUpload': true,
  'hdfs.upload': true,
  'transfers.read': true,
  'transfers.cancel': true,
  'transfers.dismiss': true,
  // broker
  'broker.follow': true,
  'broker.unfollow': true,
  'broker.look': true,
  'broker.refresh': true,
  'broker.signIn': true,
  'broker.signOut': true,
  'broker.change': true,
  'broker.export': true,
  'broker.preview': true,
  'broker.count': true,
  'broker.forgetWorker': true,
  // lab
  'lab.watch': true,
  'lab.unwatch': true,
  'lab.start': true,
  'lab.cancel': true,
  'lab.stop': true,
  'lab.fault': true,
  'lab.heal': true,
  'lab.tour': true,
  'lab.install': true,
  'setup.read': true
} as const satisfies Record<CallName, true>

const events = {
  'console.state': true,
  'console.go': true,
  'actions.added': true,
  'run.snapshot': true,
  'environment.snapshot': true,
  'timeline.added': true,
  'settings.changed': true,
  'clusters.tested': true,
  'lab.view': true,
  'broker.snapshot': true,
  'broker.queues': true,
  'broker.rows': true,
  'terminals.changed': true,
  'terminals.output': true,
  'logs.lines': true,
  'logs.ended': true,
  'commands.changed': true,
  'transfers.changed': true
} as const satisfies Record<EventName, true>

export const callNames = Object.keys(names) as readonly CallName[]
export const eventNames = Object.keys(events) as readonly EventName[]
