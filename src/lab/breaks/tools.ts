/** What breaks and repairs are done with: commands as the lab's user, RabbitMQ's management API, WebHDFS. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConsoleError } from '../../shared/model/errors.js'
import { siteSchema, type SiteBroker } from '../../shared/model/setup-site.js'
import { labFile, labFolder } from '../folders.js'
import { labUser, type LabUser } from '../lab-user.js'
import { cloudFile, type CloudPlan, type LabPlan } from '../plan.js'
import { requirePlan, type LabRecord } from '../record.js'
import { brokerHost, cloudHost } from '../ssh-host.js'

export interface BreakTools {
  readonly plan: LabPlan
  readonly record: LabRecord
  readonly user: LabUser
  /** Names of set-up's users. */
  readonly broker: SiteBroker
  /** `rabbitmqctl`, or another of its commands. @param input - goes to its standard input */
  readonly rabbit: (argv: readonly string[], input?: string) => Promise<string>
  /** A bash script in a cloud's session. @param words - `$1`, `$2`, … */
  readonly onCloud: (
    cloud: CloudPlan,
    script: string,
    ...words: readonly string[]
  ) => Promise<string>
  /** The management API as set-up's administrator. @param path - behind `/api/`, quoted */
  readonly manage: (method: 'PUT' | 'DELETE', path: string, body?: object) => Promise<void>
  /** WebHDFS as HDFS's superuser. @param call - `op=…` and its parameters */
  readonly hdfs: (
    cloud: CloudPlan,
    method: 'PUT' | 'DELETE',
    path: string,
    call: string
  ) => Promise<void>
}

/** Where set-up put things on a cloud. */
export const setupFile = {
  coreSite: (cloud: CloudPlan) => join(cloudFile.conf(cloud), 'core-site.xml'),
  peers: (cloud: CloudPlan) => join(cloud.folder, 'home/.medusa/peers'),
  worker: (cloud: CloudPlan) => join(cloud.folder, 'home/.medusa/worker'),
  /** What a break keeps for its repair; goes with the next bare start. */
  kept: (cloud: CloudPlan, name: string) => join(cloud.folder, 'tmp', `before-break-${name}`)
} as const

/**
 * @param state - the folder that holds the lab and what set-up keeps
 * @throws ConsoleError `ENVIRONMENT_UNKNOWN` without a lab, `BAD_INPUT` for an ordinary one or one that was not set up
 */
export async function breakTools(state: string): Promise<BreakTools> {
  const { plan, record } = await requirePlan(labFolder(state))
  if (!plan.bare)
    throw new ConsoleError('BAD_INPUT', `the lab in ${plan.folder} is no bare one`, {
      hint: 'Of an ordinary lab see: medusa lab fault. A bare one: medusa lab up --bare'
    })
  const password = await administratorsPassword(state)
  const site = siteSchema.parse(JSON.parse(await readFile(labFile.site(plan.folder), 'utf8')))
  const user = await labUser()
  const base = `http://${plan.broker.address}:${String(plan.broker.managementPort)}/api/`
  const authorization = `Basic ${Buffer.from(`${site.broker.adminUser}:${password}`).toString('base64')}`
  return {
    plan,
    record,
    user,
    broker: site.broker,
    rabbit: (argv, input) => runAs(user, brokerHost(plan).environment, argv, input),
    onCloud: (cloud, script, ...words) =>
      runAs(user, cloudHost(plan, cloud, record.javaHome).environment, [
        'bash',
        '-ec',
        script,
        'bash',
        ...words
      ]),
    manage: (method, path, body) => call(method, `${base}${path}`, { authorization }, body),
    hdfs: (cloud, method, path, words) =>
      call(method, `${cloud.webhdfs}${path}?${words}&user.name=${user.name}`, {})
  }
}

async function administratorsPassword(state: string): Promise<string> {
  const path = join(state, 'setup', 'lab', 'passwords.json')
  const { admin } = JSON.parse(await readFile(path, 'utf8').catch(() => '{}')) as {
    readonly admin?: string
  }
  if (admin !== undefined) return admin
  throw new ConsoleError('BAD_INPUT', 'the lab was not set up, so nothing can be broken yet', {
    hint: 'Set it up first: npx medusa setup --yes --environment lab'
  })
}

/** @throws ConsoleError `LAB_FAILED` with what it wrote */
async function runAs(
  { name, uid, gid, switched }: LabUser,
  environment: Readonly<Record<string, string>>,
  argv: readonly string[],
  input = ''
): Promise<string> {
  const [program = '', ...words] = argv
  // A PATH of the child's own: the program is looked for there.
  const child = spawn('/usr/bin/env', [program, ...words], {
    cwd: '/',
    env: { USER: name, LOGNAME: name, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(switched ? { uid, gid } : {})
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  child.stdin.on('error', () => undefined) // it may end without reading
  child.stdin.end(input)
  // n.b. `exit`, not `close`: a daemon that was started may hold the pipes.
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve)
    child.once('error', reject)
  })
  child.stdout.destroy()
  child.stderr.destroy()
  if (code === 0) return stdout
  throw new ConsoleError('LAB_FAILED', `${program} ended with ${String(code)}: ${argv.join(' ')}`, {
    hint: `It said: ${(stderr + stdout).trim().slice(-500)}`
  })
}

async function call(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: object
): Promise<void> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  }).catch((cause: unknown) => {
    throw new ConsoleError('LAB_FAILED', `${new URL(url).host} does not answer`, { cause })
  })
  const text = await answer.text()
  if (!answer.ok)
    throw new ConsoleError('LAB_FAILED', `${method} ${url}: HTTP ${String(answer.status)}`, {
      hint: text.slice(0, 500)
    })
}
