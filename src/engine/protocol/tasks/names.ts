/** The tasks of docs/protocol/tasks.md, and which of them may be asked again without care. */
export const taskNames = [
  'medusa.hello',
  'medusa.facts',
  'medusa.stat',
  'medusa.manifest',
  'medusa.blocks',
  'medusa.copy',
  'medusa.attempt',
  'medusa.progress',
  'medusa.kill',
  'medusa.publish',
  'medusa.remove'
] as const
export type TaskName = (typeof taskNames)[number]

/** Version of docs/protocol/tasks.md that this console speaks. */
export const PROTOCOL_VERSION = 2

const READING: ReadonlySet<TaskName> = new Set<TaskName>([
  'medusa.hello',
  'medusa.facts',
  'medusa.stat',
  'medusa.progress'
])

/** A task without effect: its message may vanish from the queue when nobody waits for the answer any more. */
export const onlyReads = (task: TaskName): boolean => READING.has(task)
