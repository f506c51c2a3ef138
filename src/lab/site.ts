/** What set-up is told of a bare lab: the machines of broker and clusters, and how they are reached. Pure. */
import { siteSchema, type Site, type SiteDraft } from '../shared/model/setup-site.js'
import { labFile } from './folders.js'
import type { LabPlan } from './plan.js'
import { brokerHost, cloudHost, sshTarget, type SshHost } from './ssh-host.js'

/**
 * @param hostKeys - name of the cloud, or `broker` → fingerprint of its sshd's key
 * @returns what stands in `site.json` of the lab's folder
 */
export function labSite(
  plan: LabPlan,
  user: string,
  javaHome: string,
  hostKeys: ReadonlyMap<string, string>
): Site {
  const ssh = (host: SshHost) => sshTarget(plan, host, user, hostKeys.get(host.name) ?? '')
  const draft: SiteDraft = {
    broker: {
      host: plan.broker.address,
      port: plan.broker.amqpPort,
      managementPort: plan.broker.managementPort,
      ssh: ssh(brokerHost(plan))
    },
    clusters: plan.clouds.map((cloud) => ({
      name: cloud.name,
      ssh: ssh(cloudHost(plan, cloud, javaHome))
    })),
    jarFolders: [labFile.jars(plan.folder)]
  }
  return siteSchema.parse(draft)
}
