/** The programs a lab needs, and what to type when one is missing. */
import { access, readdir, readFile, realpath } from 'node:fs/promises'
import { constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConsoleError } from '../shared/model/errors.js'

export interface Programs {
  readonly javaHome: string
  /** JAVA_RUNTIME_VERSION of the Java, for example `17.0.15+6-Debian-1deb12u1`. */
  readonly javaVersion: string
  readonly rabbitmq: string
  readonly sshd: string
  readonly sshKeygen: string
  readonly python: string
  /** Sorted names of Hadoop's jars. */
  readonly jars: readonly string[]
}

/** What was found of them; `null` and an empty list for what was not. */
export interface ProgramsHere {
  readonly java: Java | null
  readonly rabbitmq: string | null
  readonly sshd: string | null
  readonly sshKeygen: string | null
  readonly python: string | null
  /** Celery's package for `python`. */
  readonly celery: string | null
  readonly jars: readonly string[]
}

/** Program → the Debian package that brings it. */
export const packageOf = {
  java: 'openjdk-17-jre-headless',
  rabbitmq: 'rabbitmq-server',
  sshd: 'openssh-server',
  sshKeygen: 'openssh-client',
  python: 'python3',
  celery: 'python3-celery'
} as const satisfies Partial<Record<keyof ProgramsHere, string>>

/** Where the programs lie on Debian and its relatives. */
const PLACES = {
  rabbitmq: ['/usr/lib/rabbitmq/bin/rabbitmq-server'],
  sshd: ['/usr/sbin/sshd', '/usr/local/sbin/sshd'],
  sshKeygen: ['/usr/bin/ssh-keygen'],
  python: ['/usr/bin/python3'],
  celery: ['/usr/lib/python3/dist-packages/celery/__init__.py']
} as const

/** @param hadoop - folder with `lib/*.jar`, see `hadoopFolder` */
export async function programsHere(hadoop: string): Promise<ProgramsHere> {
  const [java, rabbitmq, sshd, sshKeygen, python, celery, jars] = await Promise.all([
    findJava(),
    firstThatRuns(...PLACES.rabbitmq),
    firstThatRuns(...PLACES.sshd),
    firstThatRuns(...PLACES.sshKeygen),
    firstThatRuns(...PLACES.python),
    firstThatExists(...PLACES.celery),
    readdir(join(hadoop, 'lib')).then(
      (names) => names.filter((name) => name.endsWith('.jar')).sort(),
      () => []
    )
  ])
  return { java, rabbitmq, sshd, sshKeygen, python, celery, jars }
}

/** Debian packages for what was not found, once each. */
export function missingPackages(here: ProgramsHere): readonly string[] {
  return Object.entries(packageOf).flatMap(([program, name]) =>
    here[program as keyof typeof packageOf] === null ? [name] : []
  )
}

const JARS = [
  'hadoop-common-',
  'hadoop-hdfs-httpfs-',
  'hadoop-mapreduce-examples-',
  'hadoop-streaming-',
  'hadoop-yarn-server-timelineservice-'
]

/** The beginning of the name of the first of Hadoop's jars that is not there; `null`: Hadoop is whole. */
export const missingJar = (jars: readonly string[]): string | null =>
  JARS.find((part) => !jars.some((name) => name.startsWith(part))) ?? null

/** @throws ConsoleError `PREREQUISITE_MISSING` naming everything that is missing and the line to type */
export async function findPrograms(hadoop: string): Promise<Programs> {
  const here = await programsHere(hadoop)
  const { java, rabbitmq, sshd, sshKeygen, python, celery, jars } = here
  if (
    java === null ||
    rabbitmq === null ||
    sshd === null ||
    sshKeygen === null ||
    python === null ||
    celery === null
  ) {
    const packages = missingPackages(here)
    throw new ConsoleError(
      'PREREQUISITE_MISSING',
      `the lab needs ${packages.join(', ')}, not installed here`,
      {
        hint: `Run: apt-get install --no-install-recommends -y ${packages.join(' ')}`
      }
    )
  }
  const part = missingJar(jars)
  if (part !== null)
    throw new ConsoleError(
      'PREREQUISITE_MISSING',
      `Hadoop is not whole: no ${part}*.jar in ${hadoop}/lib`,
      {
        hint: 'Run: npm run setup (it downloads Hadoop from Maven Central into the cache).'
      }
    )
  return { javaHome: java.home, javaVersion: java.version, rabbitmq, sshd, sshKeygen, python, jars }
}

export interface Java {
  readonly home: string
  readonly version: string
}

/** A Java Hadoop 3.4 runs on: 17 if there is one, else 11, 8 or 21. Beyond that its use of the security manager fails. */
async function findJava(): Promise<Java | null> {
  const installed = await readdir('/usr/lib/jvm').catch(() => [])
  const onPath = await Promise.all(
    (process.env['PATH'] ?? '')
      .split(':')
      .map((folder) => realpath(join(folder, 'java')).catch(() => null))
  )
  const homes = new Set([
    ...(process.env['JAVA_HOME'] === undefined ? [] : [process.env['JAVA_HOME']]),
    ...onPath.filter((path) => path !== null).map((path) => dirname(dirname(path))),
    ...(
      await Promise.all(
        installed.map((name) => realpath(join('/usr/lib/jvm', name)).catch(() => null))
      )
    ).filter((path) => path !== null)
  ])
  const found = (await Promise.all([...homes].map(readJava))).filter((java) => java !== null)
  for (const major of [17, 11, 8, 21]) {
    const fit = found.find((java) => majorOf(java.version) === major)
    if (fit !== undefined) return fit
  }
  return null
}

/** `17.0.15+6` → 17, `1.8.0_402` → 8 */
export function majorOf(version: string): number {
  const [first, second] = version.split(/[.+_-]/).map(Number)
  return (first === 1 ? second : first) ?? 0
}

async function readJava(home: string): Promise<Java | null> {
  const release = await readFile(join(home, 'release'), 'utf8').catch(() => '')
  const version =
    /^JAVA_RUNTIME_VERSION="(.+)"$/m.exec(release)?.[1] ??
    /^JAVA_VERSION="(.+)"$/m.exec(release)?.[1]
  const runs = await firstThatRuns(join(home, 'bin/java'))
  return version === undefined || runs === null ? null : { home, version }
}

const firstThatRuns = (...paths: readonly string[]) => first(paths, constants.X_OK)
const firstThatExists = (...paths: readonly string[]) => first(paths, constants.R_OK)

async function first(paths: readonly string[], mode: number): Promise<string | null> {
  for (const path of paths)
    if (
      await access(path, mode).then(
        () => true,
        () => false
      )
    )
      return path
  return null
}
