import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasUsableJava, javaMajor, javaVersions } from '../../../scripts/setup/java.mjs'
import { aFolder } from '../support/context.js'

function aJava(folder: string, version: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true })
  writeFileSync(join(folder, 'release'), `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n`)
  writeFileSync(join(folder, 'bin', 'java'), '')
  chmodSync(join(folder, 'bin', 'java'), 0o755)
}

test('Javas are found in JAVA_HOME, through a link on PATH, and where Debian puts them', () => {
  const folder = aFolder()
  aJava(join(folder, 'home'), '11.0.2')
  aJava(join(folder, 'opt'), '25')
  aJava(join(folder, 'jvm', 'java-17'), '17.0.15')
  mkdirSync(join(folder, 'bin'))
  symlinkSync(join(folder, 'opt', 'bin', 'java'), join(folder, 'bin', 'java'))
  const env = { JAVA_HOME: join(folder, 'home'), PATH: `${folder}/none:${folder}/bin` }
  expect(javaVersions(env, join(folder, 'jvm'))).toEqual(['11.0.2', '25', '17.0.15'])
})

test('there is none on a machine without', () => {
  expect(javaVersions({}, join(aFolder(), 'jvm'))).toEqual([])
})

test('Hadoop runs on some of them', () => {
  expect(
    ['17.0.15', '21', '11.0.2+9', '1.8.0_402', '25', '24.0.1'].map((v) => hasUsableJava([v]))
  ).toEqual([true, true, true, true, false, false])
  expect(javaMajor('1.8.0_402')).toBe(8)
})
