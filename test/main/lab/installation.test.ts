import { describe, expect, test } from 'vitest'
import { installationOf, type Places, type Rights } from '../../../src/main/lab/installation.js'

const root: Rights = { root: true, sudo: false, apt: true, maven: true }
const nobody: Rights = { root: false, sudo: false, apt: true, maven: true }
const checkout: Places = {
  packaged: false,
  root: '/src/medusa',
  pom: '/src/medusa/resources/lab-hadoop/pom.xml',
  jars: '/cache/hadoop-3.4.2/lib'
}
const packaged: Places = { ...checkout, packaged: true, pom: '/opt/medusa/lab-hadoop/pom.xml' }
const rabbit = { packages: ['rabbitmq-server'], hadoop: true }
const hadoop = { packages: [], hadoop: false }

test('nothing is to be installed where nothing is missing', () => {
  expect(installationOf({ packages: [], hadoop: true }, nobody, checkout)).toBeNull()
})

describe('in a checkout', () => {
  test('root runs the project’s own set-up', () => {
    expect(
      installationOf({ packages: ['rabbitmq-server'], hadoop: false }, root, checkout)
    ).toEqual({
      remedy: {
        commands: ['cd /src/medusa && npm run setup -- --only debian,hadoop'],
        runnable: true,
        why: null
      },
      commands: [
        {
          program: 'npm',
          args: ['run', 'setup', '--', '--only', 'debian,hadoop'],
          folder: '/src/medusa'
        }
      ]
    })
  })

  test('without rights the commands are handed over', () => {
    const installation = installationOf(rabbit, nobody, checkout)
    expect([installation?.remedy.commands, installation?.commands]).toEqual([
      ['sudo apt-get install -y --no-install-recommends rabbitmq-server'],
      []
    ])
    expect(installation?.remedy.why).toContain('sudo asks for a password')
  })

  test('Hadoop alone needs no rights, as long as Maven is there', () => {
    expect(installationOf(hadoop, nobody, checkout)?.remedy.runnable).toBe(true)
    const without = installationOf(hadoop, { ...nobody, maven: false }, checkout)
    expect(without?.remedy.commands[0]).toContain('maven')
  })
})

describe('in a package', () => {
  test('the commands behind the set-up are run, with sudo where it needs no password', () => {
    const both = { packages: ['python3-celery'], hadoop: false }
    expect(installationOf(both, { ...nobody, sudo: true }, packaged)?.remedy.commands).toEqual([
      'sudo -n apt-get install -y --no-install-recommends python3-celery',
      'mvn -B -f /opt/medusa/lab-hadoop/pom.xml org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/cache/hadoop-3.4.2/lib'
    ])
  })

  test('where there is no apt, that is said', () => {
    const installation = installationOf(rabbit, { ...root, apt: false }, packaged)
    expect(installation?.remedy).toMatchObject({
      runnable: false,
      why: expect.stringContaining('neither Debian') as string
    })
  })
})
