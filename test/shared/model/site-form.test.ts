import { expect, test } from 'vitest'
import { siteSchema } from '@shared/model/setup-site.js'
import { formOfSite, siteOfForm } from '@shared/model/site-form.js'

const hostKey = `SHA256:${'A'.repeat(43)}`
const ssh = { host: 'porto', port: 2222, user: 'alice', hostKey }
const site = siteSchema.parse({
  broker: { host: 'mq', ssh: { ...ssh, host: 'mq' } },
  clusters: [
    { name: 'porto', ssh: { ...ssh, jump: [{ ...ssh, host: 'gate' }] }, vhost: 'old-name' },
    { name: 'lisbon', ssh: { ...ssh, host: 'lisbon' }, user: 'hdfs', hadoophome: '/opt/hadoop' }
  ]
})

test('a site comes back from its form as it was, also what the form does not show', () => {
  expect(siteOfForm(formOfSite(site), site)).toEqual({ site })
})

test('what is left empty has its usual value, and the address stands for the host of ssh', () => {
  const form = formOfSite(site)
  const [porto] = form.clusters
  if (porto === undefined) throw new Error('no cluster')
  const typed = {
    broker: { ...form.broker, port: '', managementPort: ' ', bySsh: false },
    clusters: [{ ...porto, address: ' 10.0.0.7 ', ssh: { ...porto.ssh, host: '', port: '' } }]
  }
  expect(siteOfForm(typed, null)).toMatchObject({
    site: {
      broker: { host: 'mq', port: 5672, managementPort: 15672 },
      clusters: [{ address: '10.0.0.7', ssh: { host: '10.0.0.7', port: 22 } }]
    }
  })
})

test('every wrong field is named', () => {
  const form = formOfSite(site)
  const typed = {
    broker: { ...form.broker, host: '', port: 'amqp' },
    clusters: form.clusters.map((cluster) => ({
      ...cluster,
      ssh: { ...cluster.ssh, hostKey: 'AA:BB', user: '' }
    }))
  }
  const made = siteOfForm(typed, null)
  expect('issues' in made ? made.issues.map(({ field }) => field) : made).toEqual([
    'broker.host',
    'broker.port',
    'clusters.0.ssh.user',
    'clusters.0.ssh.hostKey',
    'clusters.1.ssh.user',
    'clusters.1.ssh.hostKey'
  ])
})
