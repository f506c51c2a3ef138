import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const resources = resolve(import.meta.dirname, '../../resources/lab')
let home = ''

/** A cloud's folder with the real scripts and a `java` that prints its arguments. */
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'medusa-hadoop-'))
  for (const part of ['bin', 'libexec'])
    await cp(join(resources, part), join(home, part), { recursive: true })
  for (const part of ['conf', 'fault', 'java/bin'])
    await mkdir(join(home, part), { recursive: true })
  await writeFile(
    join(home, 'conf/hadoop-env.sh'),
    [
      'export MEDUSA_LAB=/lab MEDUSA_CLOUD=porto MEDUSA_WEBHDFS=http://127.0.1.1:9870/webhdfs/v1',
      `export JAVA_HOME=\${JAVA_HOME:-${home}/java}`,
      `export HADOOP_CONF_DIR=\${HADOOP_CONF_DIR:-${home}/conf}`,
      'HADOOP_LIBRARY=/jars',
      'HADOOP_JVM=(-Xshare:auto)',
      ''
    ].join('\n')
  )
  await java('printf "%s\\n" "$@"')
})
afterEach(() => rm(home, { recursive: true }))

async function java(script: string): Promise<void> {
  await writeFile(join(home, 'java/bin/java'), `#!/bin/bash\n${script}\n`)
  await chmod(join(home, 'java/bin/java'), 0o755)
}

function run(
  program: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  input = ''
) {
  const { status, stdout } = spawnSync(join(home, 'bin', program), args, {
    env: { PATH: '/usr/bin:/bin', ...environment },
    encoding: 'utf8',
    input
  })
  return { status, lines: stdout.trimEnd().split('\n') }
}

test('hands arguments on as they are, blanks and stars included', () => {
  const { status, lines } = run('hadoop', ['jar', 'my job.jar', 'main', '/in/*', '', 'end'])
  expect(status).toBe(0)
  expect(lines.slice(-6)).toEqual([
    'org.apache.hadoop.util.RunJar',
    'my job.jar',
    'main',
    '/in/*',
    '',
    'end'
  ])
})

test.each([
  ['hadoop', 'fs', 'org.apache.hadoop.fs.FsShell'],
  ['hadoop', 'distcp', 'org.apache.hadoop.tools.DistCp'],
  ['hadoop', 'version', 'org.apache.hadoop.util.VersionInfo'],
  ['hdfs', 'dfs', 'org.apache.hadoop.fs.FsShell'],
  ['hdfs', 'dfsadmin', 'org.apache.hadoop.hdfs.tools.DFSAdmin'],
  ['mapred', 'job', 'org.apache.hadoop.mapred.JobClient'],
  ['yarn', 'node', 'org.apache.hadoop.yarn.client.cli.NodeCLI'],
  ['yarn', 'jar', 'org.apache.hadoop.util.RunJar']
])('%s %s runs %s', (program, command, main) => {
  expect(run(program, [command, 'x']).lines.slice(-2)).toEqual([main, 'x'])
})

test("honours the caller's configuration, class path and options", () => {
  const { lines } = run('hadoop', ['fs', '-ls'], {
    HADOOP_CONF_DIR: '/overlay',
    HADOOP_CLASSPATH: '/extra.jar',
    HADOOP_CLIENT_OPTS: '-Xmx1g -Dx=y'
  })
  expect(lines).toContain('/jars/*:/overlay:/extra.jar')
  expect(lines).toEqual(expect.arrayContaining(['-Xmx1g', '-Dx=y']))
})

test("a job's exit code is the command's", async () => {
  await java('exit 3')
  expect(run('hadoop', ['jar', 'x.jar']).status).toBe(3)
})

test('lies after a job that succeeded, only then, and only where the fault is set', async () => {
  await writeFile(join(home, 'libexec/lie.py'), 'import sys\nprint("lie", *sys.argv[1:])\n')
  await java('true')
  expect(run('hadoop', ['jar', 'x.jar', '/in', '/out']).lines).toEqual([''])
  await writeFile(join(home, 'fault/lie'), '')
  expect(run('hadoop', ['jar', 'x.jar', '/in', '/out']).lines).toEqual([
    'lie porto http://127.0.1.1:9870/webhdfs/v1 x.jar /in /out'
  ])
  expect(run('hadoop', ['fs', '-ls']).lines).toEqual([''])
  await java('exit 1')
  expect(run('hadoop', ['jar', 'x.jar', '/in', '/out'])).toEqual({ status: 1, lines: [''] })
})

test('swaps inputs before a job, whose exit code and input stay its own', async () => {
  await writeFile(
    join(home, 'libexec/swap.py'),
    'import sys\nprint("swap", *sys.argv[1:], sys.stdin.read(), flush=True)\nsys.exit(1)\n'
  )
  await java('cat; echo job')
  await writeFile(join(home, 'fault/swap'), '')
  expect(run('hadoop', ['jar', 'x.jar', '/in', '/out'], {}, 'given\n')).toEqual({
    status: 0,
    lines: ['swap porto http://127.0.1.1:9870/webhdfs/v1 x.jar /in /out ', 'given', 'job']
  })
  expect(run('hadoop', ['fs', '-ls']).lines).toEqual(['job'])
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends the job, not only the script',
  async (signal) => {
    await java("trap 'echo ended; exit 143' TERM; echo started; while :; do sleep 0.05; done")
    const child = spawn(join(home, 'bin/hadoop'), ['jar', 'x.jar'], {
      env: { PATH: '/usr/bin:/bin' }
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output === 'started\n') child.kill(signal)
    })
    const [code] = (await once(child, 'close')) as [number]
    expect({ code, output }).toEqual({ code: 143, output: 'started\nended\n' })
  }
)
