import { fine, wrong } from '../../../../domain/setup/finding.js'
import { PYTHON_CHECK, PYTHON_EXIT_CODES, whyNotThisPython } from '../../../worker-python.js'
import type { ClusterStep } from '../../bench.js'

export const clusterPython: ClusterStep = {
  scope: 'cluster',
  name: 'python',
  title: 'Python with Celery',
  why: 'The worker is a small Celery program. It needs Python 3.9 and Celery 5.2, from the system or in a folder of its own.',
  needs: [{ step: 'reach', of: 'same' }],
  estimateSeconds: 3,
  check: async ({ cluster, own, hands }) => {
    const host = await hands(cluster.name)
    const venv = `${own.host?.home ?? ''}/.medusa/venv`
    const tried: string[] = []
    let plain: string | null = null
    for (const python of [`${venv}/bin/python`, '/usr/bin/python3', 'python3']) {
      const { exitCode, stdout, stderr } = await host.run([python, '-c', PYTHON_CHECK], {
        timeoutMs: 20_000,
        codes: PYTHON_EXIT_CODES
      })
      if (exitCode === 0) {
        const [version = '', celery = ''] = stdout.trim().split(' ')
        return { ...fine(`${python}: Python ${version}, Celery ${celery}`), facts: { python } }
      }
      if (exitCode === 1) plain ??= python
      tried.push(`${python}: ${whyNotThisPython(exitCode, stdout, stderr)}`)
    }
    return wrong(
      'critical',
      tried.join('; '),
      {
        code: 'PREREQUISITE_MISSING',
        message: `no Python 3.9 with Celery on ${cluster.ssh.host}`,
        hint:
          plain === null
            ? 'install Python 3.9 or newer there'
            : 'install Celery into a folder of its own, or as root the system’s package python3-celery'
      },
      plain === null
        ? []
        : [
            {
              type: 'command',
              on: cluster.name,
              argv: [plain, '-m', 'venv', venv],
              undo: ['rm', '-rf', venv],
              as: 'login',
              timeoutMs: 120_000
            },
            {
              type: 'command',
              on: cluster.name,
              argv: [`${venv}/bin/pip`, 'install', '--quiet', 'celery>=5.2'],
              as: 'login',
              timeoutMs: 300_000,
              note: 'from the package index that pip is configured for there'
            }
          ]
    )
  }
}
