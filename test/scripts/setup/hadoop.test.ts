import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { hadoop, hadoopLib } from '../../../scripts/setup/hadoop.mjs'
import { aContext } from '../support/context.js'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A Maven that copies a.jar from a local repository, which it fills by "download" when the jar is not there. */
function withMaven(downloaded: string) {
  const context = aContext()
  const folder = join(context.root, 'resources', 'lab-hadoop')
  const programs = join(dirname(context.root), 'bin')
  const inRepository = join(dirname(context.root), 'm2', 'a', '1', 'a.jar')
  for (const path of [folder, programs]) mkdirSync(path, { recursive: true })
  writeFileSync(join(folder, 'jars.sha256'), `${sha256('good')}  a.jar\n`)
  writeFileSync(
    join(programs, 'mvn'),
    `#!/bin/sh
case "$*" in
  *:list*) echo "[INFO]    a:a:jar:1:compile:${inRepository} -- module a" ;;
  *:copy-dependencies*)
    to=$(echo "$*" | sed 's/.*-DoutputDirectory=//')
    [ -f ${inRepository} ] || { mkdir -p ${dirname(inRepository)}; printf ${downloaded} > ${inRepository}; }
    cp ${inRepository} "$to/" ;;
esac
`
  )
  chmodSync(join(programs, 'mvn'), 0o755)
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.stubEnv('PATH', `${programs}:${process.env['PATH'] ?? ''}`)
  return { context, inRepository }
}

test('fetches the jars, and has nothing to do the next time', async () => {
  const { context } = withMaven('good')
  expect(await hadoop.missing(context)).toContain('no jars in')
  await hadoop.install(context)
  expect(readdirSync(hadoopLib(context))).toEqual(['a.jar'])
  expect(statSync(join(hadoopLib(context), 'a.jar')).mode & 0o444).toBe(0o444)
  expect(await hadoop.missing(context)).toBeUndefined()
})

test('takes over a folder of right jars that somebody else made', async () => {
  const { context } = withMaven('good')
  mkdirSync(hadoopLib(context), { recursive: true })
  writeFileSync(join(hadoopLib(context), 'a.jar'), 'good')
  expect(await hadoop.missing(context)).toBeUndefined()
})

test('notices a jar that was damaged after the set-up', async () => {
  const { context } = withMaven('good')
  await hadoop.install(context)
  writeFileSync(join(hadoopLib(context), 'a.jar'), 'goof')
  expect(await hadoop.missing(context)).toBe('3.4.2: damaged: a.jar')
})

test('removes a damaged jar from Maven’s local repository and fetches it again', async () => {
  const { context, inRepository } = withMaven('good')
  mkdirSync(dirname(inRepository), { recursive: true })
  writeFileSync(inRepository, 'torn')
  await hadoop.install(context)
  expect(readFileSync(join(hadoopLib(context), 'a.jar'), 'utf8')).toBe('good')
  expect(context.said.join('')).toContain('damaged: a.jar; try 2 of 3')
})

test('keeps the old jars when there are no better ones to be had, and says which are wrong', async () => {
  const { context } = withMaven('bad')
  mkdirSync(hadoopLib(context), { recursive: true })
  writeFileSync(join(hadoopLib(context), 'a.jar'), 'old')
  await expect(hadoop.install(context)).rejects.toThrow('damaged: a.jar')
  expect(readFileSync(join(hadoopLib(context), 'a.jar'), 'utf8')).toBe('old')
  expect(readdirSync(dirname(hadoopLib(context)))).toEqual(['lib'])
  expect(existsSync(join(dirname(hadoopLib(context)), '.stamp'))).toBe(false)
}, 10_000)
