/** Hosts and tests of clusters as a test wants them. Doubles at the front door of the engine. */
import type { TestStep } from '@shared/model/cluster-test.js'
import type { ClusterTester, ClusterTestRequest, SshHosts } from '../../../src/engine/index.js'

const bastion = {
  name: 'bastion',
  host: 'bastion.example.org',
  port: 22,
  user: 'ana',
  identityFile: null
}

export const fakeSshHosts: SshHosts = {
  read: () =>
    Promise.resolve({
      file: '~/.ssh/config',
      found: true,
      hosts: [
        {
          name: 'porto',
          host: 'porto.example.org',
          port: 2222,
          user: 'medusa',
          identityFile: '~/.ssh/id_ed25519',
          jump: [bastion],
          notes: []
        },
        { ...bastion, jump: [], notes: ['ProxyCommand is not run; use ProxyJump'] }
      ],
      notes: ['left out of ~/.ssh/config: Match exec true']
    })
}

const step = (id: string, title: string, found: string): TestStep => ({
  id,
  title,
  state: 'ok',
  found,
  error: null,
  key: null,
  tookMs: 120
})

/** Says what its `steps` hold; by default all is well. */
export class FakeClusterTester implements ClusterTester {
  steps: readonly TestStep[] = [
    step('ssh', 'Host key', 'ssh-ed25519 key is the one of the settings'),
    step('login', 'Login', 'medusa on porto, with a key of the ssh agent'),
    step('httpfs', 'HttpFS', 'lists / as medusa: 3 entries; /user/medusa is there'),
    step('webhdfs', 'WebHDFS', 'lists / as medusa: 3 entries; /user/medusa is there'),
    step('yarn', 'YARN', 'ResourceManager 3.4.2, started; 1 node, 8 vcores'),
    step('broker', 'Broker', 'vhost medusa-porto is open; tasks go to the queue medusa.porto'),
    step('worker', 'Worker', 'worker 0.3 as medusa on porto; Celery 5.4, Python 3.11'),
    step('clock', 'Clock', '0.02 s ahead, ± 0.01 s (date over ssh)')
  ]

  test({ onSteps }: ClusterTestRequest): Promise<readonly TestStep[]> {
    onSteps(this.steps)
    return Promise.resolve(this.steps)
  }
}
