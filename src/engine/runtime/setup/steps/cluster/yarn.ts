import { toWireError } from '../../../../../shared/model/errors.js'
import type { Finding } from '../../../../domain/setup/finding.js'
import { checkYarn } from '../../../cluster-test/check-hadoop.js'
import type { ClusterStep } from '../../bench.js'

export const clusterYarn: ClusterStep = {
  scope: 'cluster',
  name: 'yarn',
  title: 'YARN is in order',
  why: 'Jobs are carried out by YARN; without a node no job would start.',
  needs: [{ step: 'hadoop', of: 'same' }],
  estimateSeconds: 1,
  check: async ({ own, ports }): Promise<Finding> => {
    try {
      const { state, found, error } = await checkYarn({ yarn: own.hadoop?.yarn ?? '' }, ports)
      const level = state === 'ok' ? 'ok' : 'critical'
      return { level, seen: found ?? '', error: error ?? null, remedy: [] }
    } catch (thrown) {
      return { level: 'critical', seen: 'no answer', error: toWireError(thrown), remedy: [] }
    }
  }
}
