/**
 * A bare lab, once started: what set-up would find there, and that the steps it will take have the effect they have on real machines. Has addresses of its
 * own, beside the lab all other tests share.
 */
import { access, chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Ssh2RemoteShell } from '../../src/engine/adapters/ssh/ssh2-remote-shell.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import type { CommandResult, RemoteSession } from '../../src/engine/ports/remote-shell.js'
import { labFolder, type LabStatus } from '../../src/lab/index.js'
import { findProcesses } from '../../src/lab/processes.js'
import { siteSchema, type Site } from '../../src/shared/model/setup-site.js'
import { start } from '../support/lab.js'

const BASE = '135'
let state = ''
let site: Site
let onCloud: RemoteSession
let onBroker: RemoteSession
const medusa = (...args: readonly string[]) => start(args, state).done

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'medusa-bare-lab-'))
  await chmod(state, 0o755)
  const up = await medusa('lab', 'up', '--bare', '--clouds', '1', '--base', BASE)
  expect(up).toMatchObject({ code: 0 })
  expect(up.stdout).toContain('npx medusa setup')
  const text = await readFile(join(labFolder(state), 'site.json'), 'utf8')
  site = siteSchema.parse(JSON.parse(text))
  const shell = new Ssh2RemoteShell({ clock: new SystemClock() })
  const [cluster] = site.clusters
  if (cluster === undefined || site.broker.ssh === undefined)
    throw new Error('no hosts in the site')
  onCloud = await shell.open(cluster.ssh)
  onBroker = await shell.open(site.broker.ssh)
})
afterAll(async () => {
  await medusa('lab', 'down')
  await rm(state, { recursive: true, force: true })
})

const ANY = Array.from({ length: 256 }, (_, code) => code)
const sh = (session: RemoteSession, script: string, input = ''): Promise<CommandResult> =>
  session.run(['bash', '-c', script], { input, successExitCodes: ANY, timeoutMs: 60_000 })

const address = () => site.clusters[0]?.ssh.host ?? ''

/** Asks HttpFS; silence is 0. */
async function webhdfs(port: number, path: string, method = 'GET') {
  const url = `http://${address()}:${String(port)}/webhdfs/v1${path}`
  const answer = await fetch(url, { method }).catch(() => null)
  return { status: answer?.status ?? 0, text: (await answer?.text()) ?? '' }
}

async function untilItListens(port: number): Promise<void> {
  const deadline = Date.now() + 60_000
  while ((await webhdfs(port, '/?op=GETHOMEDIRECTORY&user.name=nobody')).status === 0) {
    if (Date.now() > deadline) throw new Error(`nobody listens at ${String(port)}`)
    await sleep(250)
  }
}

async function pids(): Promise<readonly string[]> {
  const { stdout } = await medusa('lab', 'status', '--json')
  const { clouds } = JSON.parse(stdout) as LabStatus
  return Object.keys(clouds[0]?.pids ?? {}).sort()
}

const HADOOP = ['datanode', 'namenode', 'nodemanager', 'resourcemanager', 'sshd']

test('set-up can go its way on a bare lab, step by step', async () => {
  expect(await pids()).toEqual(HADOOP)
  await expect(access(join(labFolder(state), 'environment.json'))).rejects.toThrow('ENOENT')
  expect((await medusa('lab', 'up', '--clouds', '1', '--base', BASE)).stderr).toContain(
    'a bare lab is up'
  )

  // HttpFS is there to be started, and may not speak for others yet.
  expect((await sh(onCloud, 'hdfs --daemon status httpfs')).stdout).toBe('httpfs is stopped.\n')
  expect(await sh(onCloud, 'hdfs --daemon start httpfs')).toMatchObject({ exitCode: 0 })
  await untilItListens(14000)
  const again = await sh(onCloud, 'hdfs --daemon start httpfs')
  expect(again).toMatchObject({ exitCode: 1 })
  expect(again.stderr).toMatch(/^httpfs is running as process \d+\. {2}Stop it first and ensure /)
  const refused = await webhdfs(14000, '/?op=LISTSTATUS&user.name=anna')
  expect(refused.status).toBe(500)
  expect(refused.text).toMatch(/User: \S+ is not allowed to impersonate anna/)

  // It may when the NameNode was told, and asked to read it.
  const property = (name: string, value: string) =>
    `<property><name>hadoop.proxyuser.'"$USER"'.${name}</name><value>${value}</value></property>`
  const allow = `sed -i 's|</configuration>|${property('hosts', '127.0.0.1')}${property('groups', '*')}&|' "$HADOOP_CONF_DIR/core-site.xml"`
  const refresh = await sh(
    onCloud,
    `${allow} && hdfs dfsadmin -refreshSuperUserGroupsConfiguration`
  )
  expect(refresh.stdout + refresh.stderr).toContain('configuration successful')
  expect((await webhdfs(14000, '/?op=LISTSTATUS&user.name=berta')).status).toBe(200)

  // A second one, read-only, beside the first.
  await sh(onCloud, SECOND.replaceAll('ADDRESS', address()))
  await untilItListens(14001)
  expect((await webhdfs(14001, '/?op=LISTSTATUS&user.name=clara')).status).toBe(200)
  const made = await webhdfs(14001, '/tmp/x?op=MKDIRS&user.name=clara', 'PUT')
  expect(made.status).toBe(403)
  expect(await pids()).toEqual([...HADOOP, 'httpfs', 'peers'].sort())

  // The broker: nothing but RabbitMQ's own guest, and no management until its plugin is enabled.
  const management = `http://${site.broker.host}:${String(site.broker.managementPort)}/api/whoami`
  await expect(fetch(management)).rejects.toThrow()
  expect((await sh(onBroker, 'rabbitmqctl --quiet list_users')).stdout).toBe(
    'user\ttags\nguest\t[administrator]\n'
  )
  await sh(onBroker, 'rabbitmq-plugins enable rabbitmq_management')
  expect((await fetch(management)).status).toBe(401)
  const password = 'a-password-for-this-test-only'
  await sh(
    onBroker,
    'rabbitmqctl add_user anna && rabbitmqctl set_user_tags anna monitoring',
    password
  )
  const authorization = `Basic ${Buffer.from(`anna:${password}`).toString('base64')}`
  expect((await fetch(management, { headers: { authorization } })).status).toBe(200)

  // It can be stopped and started; what is started over ssh is the lab's.
  await sh(onBroker, 'rabbitmqctl stop')
  expect(await sh(onBroker, 'rabbitmq-server -detached')).toMatchObject({ exitCode: 0 })
  const awaited = 'for i in {1..60}; do rabbitmqctl --quiet await_startup && break; sleep 0.5; done'
  await sh(onBroker, awaited)
  const { stdout } = await sh(onBroker, 'rabbitmqctl --quiet status --formatter json')
  expect(JSON.parse(stdout)).toMatchObject({ config_files: [expect.stringContaining(state)] })

  await Promise.all([onCloud.close(), onBroker.close()])
  expect(await medusa('lab', 'down')).toMatchObject({ code: 0 })
  expect(await findProcesses(labFolder(state))).toEqual([])
})

/** n.b. Hadoop reads the port from the class path, which HTTPFS_CONFIG is not on; `--config` brings it there. */
const SECOND = `
folder=$HOME/peers; mkdir -p "$folder/conf" "$folder/tmp" "$folder/logs"
cp "$HADOOP_CONF_DIR"/{core-site.xml,hdfs-site.xml,log4j.properties} "$folder/conf"
printf '%s' one-secret-of-this-test >"$folder/conf/httpfs-signature.secret"
cat >"$folder/conf/httpfs-site.xml" <<XML
<configuration>
  <property><name>httpfs.http.hostname</name><value>ADDRESS</value></property>
  <property><name>httpfs.http.port</name><value>14001</value></property>
  <property><name>httpfs.access.mode</name><value>read-only</value></property>
</configuration>
XML
HTTPFS_CONFIG=$folder/conf HTTPFS_TEMP=$folder/tmp HTTPFS_LOG=$folder/logs HADOOP_PID_DIR=$folder HADOOP_IDENT_STRING=peers \\
  hdfs --config "$folder/conf" --daemon start httpfs`
