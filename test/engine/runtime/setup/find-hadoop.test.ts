import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  FIND_HADOOP,
  readFound
} from '../../../../src/engine/runtime/setup/steps/cluster/find-hadoop.js'
import { LocalSession } from '../../../support/local-session.js'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'medusa hadoop '))))
afterEach(() => rmSync(folder, { recursive: true }))

/** A Hadoop that says what version it is, or what ails it. */
function hadoop(home: string, says: string): string {
  mkdirSync(join(home, 'bin'), { recursive: true })
  mkdirSync(join(home, 'etc/hadoop'), { recursive: true })
  writeFileSync(join(home, 'etc/hadoop/core-site.xml'), '<configuration/>')
  writeFileSync(join(home, 'bin/hadoop'), `#!/bin/sh\n${says}\n`)
  chmodSync(join(home, 'bin/hadoop'), 0o755)
  return home
}
async function find(variables: Readonly<Record<string, string>>, said = '', java = '') {
  const words = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  const clean = ['env', '-i', `HOME=${folder}`, 'PATH=/usr/bin:/bin', ...words]
  const { stdout } = await new LocalSession().run([
    ...clean,
    'sh',
    '-c',
    FIND_HADOOP,
    'sh',
    said,
    java
  ])
  return readFound(stdout)
}
const VERSION = 'echo "Hadoop 3.4.2"; echo "Source code repository x"'

test('finds it by HADOOP_HOME, with its configuration', async () => {
  const home = hadoop(join(folder, 'here'), VERSION)
  expect(await find({ HADOOP_HOME: home, JAVA_HOME: '/jvm' })).toMatchObject({
    home,
    conf: join(home, 'etc/hadoop'),
    java: '/jvm',
    version: '3.4.2'
  })
})

test('finds it in PATH, behind links', async () => {
  const home = hadoop(join(folder, 'there'), VERSION)
  expect((await find({ PATH: `${home}/bin:/usr/bin:/bin` })).home).toBe(home)
})

test('finds it in the home folder', async () => {
  const home = hadoop(join(folder, 'hadoop-3.4.2'), VERSION)
  expect((await find({})).home).toBe(home)
})

test('finds it by what a login shell is told alone', async () => {
  const home = hadoop(join(folder, 'login'), VERSION)
  writeFileSync(join(folder, '.profile'), `export HADOOP_HOME='${home}'\n`)
  expect((await find({})).home).toBe(home)
})

test('what somebody said counts, and nothing else does when that is wrong', async () => {
  const home = hadoop(join(folder, 'here'), VERSION)
  expect((await find({ HADOOP_HOME: home }, join(folder, 'none'))).home).toBeNull()
})

test('says what ails a Hadoop that does not start', async () => {
  const home = hadoop(join(folder, 'broken'), 'echo "ERROR: JAVA_HOME is not set." >&2; exit 1')
  expect(await find({ HADOOP_HOME: home })).toMatchObject({
    version: null,
    trouble: 'ERROR: JAVA_HOME is not set.'
  })
})

test('HADOOP_CONF_DIR comes before the folder in its home', async () => {
  const home = hadoop(join(folder, 'here'), VERSION)
  const conf = join(folder, 'conf')
  mkdirSync(conf)
  writeFileSync(join(conf, 'core-site.xml'), '<configuration/>')
  expect((await find({ HADOOP_HOME: home, HADOOP_CONF_DIR: conf })).conf).toBe(conf)
})
