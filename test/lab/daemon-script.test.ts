import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const resources = resolve(import.meta.dirname, '../../resources/lab')
let home = ''

/** A cloud's folder with the real scripts and a `java` that writes down its arguments and stays. */
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'medusa-daemon-'))
  for (const part of ['bin', 'libexec'])
    await cp(join(resources, part), join(home, part), { recursive: true })
  for (const part of ['conf', 'java/bin', 'tmp', 'logs'])
    await mkdir(join(home, part), { recursive: true })
  await writeFile(
    join(home, 'conf/hadoop-env.sh'),
    [
      `export JAVA_HOME=${home}/java HADOOP_CONF_DIR=\${HADOOP_CONF_DIR:-${home}/conf}`,
      'HADOOP_LIBRARY=/jars',
      'HADOOP_JVM=(-Xshare:auto)',
      ''
    ].join('\n')
  )
  await java('echo "$@"; while :; do sleep 0.05; done')
})
afterEach(async () => {
  hdfs(['--daemon', 'stop', 'httpfs'])
  hdfs(['--daemon', 'stop', 'httpfs'], second())
  await rm(home, { recursive: true })
})

async function java(script: string): Promise<void> {
  await writeFile(join(home, 'java/bin/java'), `#!/bin/bash\n${script}\n`)
  await chmod(join(home, 'java/bin/java'), 0o755)
}

function hdfs(args: readonly string[], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(join(home, 'bin/hdfs'), args, {
    env: { PATH: '/usr/bin:/bin', USER: 'me', ...environment },
    encoding: 'utf8'
  })
  return { status, stdout: stdout.trimEnd(), stderr: stderr.trimEnd() }
}

const pidFile = (identity: string) => join(home, `tmp/hadoop-${identity}-httpfs.pid`)
const second = () => ({
  HTTPFS_CONFIG: '/second/conf',
  HTTPFS_LOG: '/second/logs',
  HTTPFS_TEMP: join(home, 'tmp/second'),
  HADOOP_IDENT_STRING: 'peers'
})

test('starts one daemon an identity, says so as Hadoop does, and stops it', async () => {
  const status = () => hdfs(['--daemon', 'status', 'httpfs'])
  expect(status()).toEqual({ status: 0, stdout: 'httpfs is stopped.', stderr: '' })
  expect(hdfs(['--daemon', 'start', 'httpfs'])).toEqual({ status: 0, stdout: '', stderr: '' })
  const pid = (await readFile(pidFile('me'), 'utf8')).trim()
  expect(status().stdout).toBe(`httpfs is running as process ${pid}.`)
  expect(hdfs(['--daemon', 'start', 'httpfs'])).toEqual({
    status: 1,
    stdout: '',
    stderr: `httpfs is running as process ${pid}.  Stop it first and ensure ${pidFile('me')} file is empty before retry.`
  })
  expect(hdfs(['--daemon', 'start', 'httpfs'], second()).status).toBe(0)
  expect(hdfs(['--daemon', 'stop', 'httpfs'])).toEqual({ status: 0, stdout: '', stderr: '' })
  expect(status().stdout).toBe('httpfs is stopped.')
  expect(hdfs(['--daemon', 'status', 'httpfs'], second()).stdout).toMatch(/is running as process/)
})

test('gives a second instance its configuration, log and temporary folder, beside the first', async () => {
  expect(hdfs(['--daemon', 'start', 'httpfs'], second()).status).toBe(0)
  const arguments_ = (await readFile(`/proc/${await pidOf('peers')}/cmdline`, 'utf8')).split('\0')
  expect(arguments_).toEqual(
    expect.arrayContaining([
      '-Dproc_httpfs',
      '-Xshare:auto',
      '-Dhttpfs.config.dir=/second/conf',
      '-Dhttpfs.log.dir=/second/logs',
      `-Dhttpfs.temp.dir=${home}/tmp/second`,
      // n.b. not of HTTPFS_CONFIG: Hadoop's class path holds HADOOP_CONF_DIR only.
      `/jars/*:${home}/conf`
    ])
  )
})

const pidOf = async (identity: string) => (await readFile(pidFile(identity), 'utf8')).trim()

test('a daemon that ends at once fails the start, and its pid file is a stale one', async () => {
  await java('echo broken; exit 1')
  expect(hdfs(['--daemon', 'start', 'httpfs']).status).toBe(1)
  expect(hdfs(['--daemon', 'status', 'httpfs']).stdout).toBe('httpfs is stopped.')
})

test('refuses modes and daemons it does not know', () => {
  expect(hdfs(['--daemon', 'restart', 'httpfs'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(
      '--daemon must be followed by either "start", "stop", or "status".'
    ) as string
  })
  expect(hdfs(['--daemon', 'stop', 'namenode'])).toMatchObject({ status: 1, stdout: '' })
})
