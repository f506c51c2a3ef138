/** What a lab would need of this machine, and whether it is there: looked at before anything is started, for people to read. */
import { readFile, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { toWireError } from '../shared/model/errors.js'
import { HADOOP_VERSION } from './folders.js'
import { BYTES_PER_CLOUD, listensOn, planLab } from './plan.js'
import { assertPortsFree } from './ports-in-use.js'
import { missingJar, missingPackages, programsHere, type ProgramsHere } from './prerequisites.js'

export interface MachineNeed {
  readonly id: string
  readonly title: string
  /** What the lab does with it. */
  readonly why: string
  readonly state: 'there' | 'short' | 'missing'
  /** What was found or looked for. */
  readonly seen: string
  /** `null`: nothing to do, or something that an installer brings. */
  readonly remedy: string | null
}

export interface Machine {
  readonly needs: readonly MachineNeed[]
  /** Debian packages that would bring what is missing. */
  readonly packages: readonly string[]
  /** Is Hadoop whole? */
  readonly hadoop: boolean
}

export interface MachineQuestion {
  /** Of the lab, see `labFolder`. */
  readonly folder: string
  /** See `hadoopFolder`. */
  readonly hadoop: string
  readonly clouds: number
  readonly base: number
  /** Of a lab that is up the ports are taken, by itself. */
  readonly up: boolean
}

/** Resident memory of a cloud after its first job (six daemons, a worker), measured with three of them: 2.4 GiB and a broker. */
const MEMORY_PER_CLOUD = 800 * 2 ** 20

export async function lookAtMachine(question: MachineQuestion): Promise<Machine> {
  const { folder, hadoop, clouds } = question
  const [here, memory, disk, ports] = await Promise.all([
    programsHere(hadoop),
    memoryNeed(clouds, question.up),
    diskNeed(folder, clouds),
    question.up ? null : portsNeed(question)
  ])
  return {
    needs: [...programNeeds(here, hadoop), memory, disk, ...(ports === null ? [] : [ports])],
    packages: missingPackages(here),
    hadoop: missingJar(here.jars) === null
  }
}

/** @internal */
export function programNeeds(here: ProgramsHere, hadoop: string): readonly MachineNeed[] {
  const program = (id: string, title: string, why: string, found: string | null): MachineNeed => ({
    id,
    title,
    why,
    state: found === null ? 'missing' : 'there',
    seen: found ?? 'not installed',
    remedy: null
  })
  const part = missingJar(here.jars)
  const { java } = here
  return [
    program('java', 'Java 8, 11, 17 or 21', 'runs Hadoop', java === null ? null : java.version),
    {
      ...program('hadoop', `Hadoop ${HADOOP_VERSION}`, 'the clouds themselves', hadoop),
      ...(part === null
        ? {}
        : { state: 'missing' as const, seen: `no ${part}*.jar in ${hadoop}/lib` })
    },
    program('rabbitmq', 'RabbitMQ', 'the broker', here.rabbitmq),
    program('python', 'Python 3', 'the worker on each cloud', here.python),
    program('celery', 'Celery', 'takes its tasks', here.celery),
    program('sshd', 'sshd', 'brings the worker to a cloud', here.sshd),
    program('ssh-keygen', 'ssh-keygen', 'its keys', here.sshKeygen)
  ]
}

async function memoryNeed(clouds: number, up: boolean): Promise<MachineNeed> {
  const needed = up ? 0 : clouds * MEMORY_PER_CLOUD
  // MemAvailable: what can be had without swapping, the kernel's own estimate (proc(5)); free memory alone leaves the file cache out.
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '')
  const available = Number(/^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1] ?? Number.NaN) * 1024
  const short = available < needed
  return {
    id: 'memory',
    title: 'Memory',
    why: up ? 'is used by the lab now' : `about ${gibibytes(needed)}`,
    state: short ? 'short' : 'there',
    seen: Number.isNaN(available) ? 'unknown' : `${gibibytes(available)} available`,
    remedy: short ? 'Close other programs, or expect a slow start.' : null
  }
}

async function diskNeed(folder: string, clouds: number): Promise<MachineNeed> {
  const needed = clouds * BYTES_PER_CLOUD
  const free = await freeBytes(folder)
  const short = free < needed
  return {
    id: 'disk',
    title: 'Disk',
    why: `${gibibytes(needed)} for its folder`,
    state: short ? 'missing' : 'there',
    seen: `${gibibytes(free)} free`,
    remedy: short ? 'Free some space, or start the console with another folder: --state DIR.' : null
  }
}

/** Of the nearest folder above that exists. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (cause) {
    if (folder === dirname(folder)) throw cause
    return freeBytes(dirname(folder))
  }
}

async function portsNeed({ folder, clouds, base }: MachineQuestion): Promise<MachineNeed> {
  const places = listensOn(planLab({ folder, clouds, base, user: 'nobody' }))
  const addresses = `127.0.${base + 1}.1 … 127.0.${base + clouds}.1`
  const need = {
    id: 'ports',
    title: 'Ports',
    why: `${places.length} on ${addresses}`
  }
  try {
    await assertPortsFree(places)
    return { ...need, state: 'there', seen: 'all free', remedy: null }
  } catch (thrown) {
    const { message, hint } = toWireError(thrown)
    return { ...need, state: 'missing', seen: message, remedy: hint ?? null }
  }
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`
