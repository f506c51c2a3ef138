import { describe, expect, test } from 'vitest'
import { byHand, causeOf, installable, missingPackages } from '../../../scripts/setup/debian.mjs'

describe('missing packages', () => {
  const wanted = [['rabbitmq-server'], ['maven'], ['libasound2', 'libasound2t64'], ['xvfb']]

  test('are those that dpkg does not have, or has only the settings of', () => {
    const dpkg = 'rabbitmq-server installed\nmaven config-files\nlibasound2 not-installed\n'
    expect(missingPackages(wanted, dpkg)).toEqual(['maven', 'libasound2', 'xvfb'])
  })

  test('are not those that another release calls by another name', () => {
    const dpkg =
      'rabbitmq-server installed\nmaven installed\nlibasound2t64 installed\nxvfb installed\n'
    expect(missingPackages(wanted, dpkg)).toEqual([])
  })

  test('are all when dpkg knows none, each named once', () => {
    expect(missingPackages([['a'], ['b', 'c'], ['a']], '')).toEqual(['a', 'b'])
  })
})

describe('without the right to install', () => {
  test('Debian’s user gets the exact line, and exit code 2', () => {
    const { exitCode, remedy } = byHand(['maven', 'xvfb'], true)
    expect({
      exitCode,
      line: remedy?.split('\n').find((line) => line.includes('apt-get'))
    }).toEqual({
      exitCode: 2,
      line: '  sudo apt-get update && sudo apt-get install -y --no-install-recommends maven xvfb'
    })
  })

  test('another system’s user gets the names, and exit code 2', () => {
    const { exitCode, message } = byHand(['maven', 'xvfb'], false)
    expect({ exitCode, message }).toEqual({
      exitCode: 2,
      message:
        'this is neither Debian nor Ubuntu; please install what these Debian packages hold: maven xvfb'
    })
  })
})

test('what apt can install is what has a candidate', () => {
  const policy = `libgbm1:
  Installed: (none)
  Candidate: 22.3.6-1+deb12u1
  Version table:
     22.3.6-1+deb12u1 500
libasound2t64:
  Installed: (none)
  Candidate: (none)
  Version table:
`
  expect(installable(policy)).toEqual(new Set(['libgbm1']))
})

describe('what apt-get says when it fails', () => {
  // Shortened from Debian 12, when apt reported on the standard output of the packages' scripts.
  const output = [
    'Reading package lists...',
    'Setting up erlang-base (1:25.2.3+dfsg-1+deb12u4) ...',
    'pmstatus:erlang-base:2.7027:Configuring erlang-base (amd64)',
    '/var/lib/dpkg/info/erlang-base.postinst: 94: echo: echo: I/O error',
    'dpkg: error processing package erlang-base (--configure):',
    ' installed erlang-base package post-installation script subprocess returned error exit status 1',
    'dpkg: dependency problems prevent configuration of erlang-ssl:',
    'pmerror:erlang-base:2.7027:installed erlang-base package post-installation script returned error exit status 1',
    'E: Sub-process /usr/bin/dpkg returned an error code (1)'
  ]

  test('is told with what stands around the first package that failed', () => {
    expect(causeOf(output.join('\n'))).toBe(
      [output[0], output[1], output[3], output[4], output[5], output[8]].join('\n')
    )
  })

  test('is told by its last lines when no package is to blame', () => {
    expect(causeOf('a\nkilled')).toBe('a\nkilled')
  })
})
