/**
 * What is to be set up as a form holds it: every field a text as it was typed, also a wrong one. What is left empty has its usual value.
 *
 * No secret is in here. {@link siteOfForm} makes a site of it, or says of which field what is wrong.
 */
import { z } from 'zod'
import { siteSchema, type Site } from './setup-site.js'

const text = z.string().max(1_000)

const sshFormSchema = z.strictObject({
  host: text,
  port: text,
  user: text,
  identityFile: text,
  hostKey: text,
  /** Kind of the key that was found out; empty: not known. */
  hostKeyType: text
})
export type SshForm = z.output<typeof sshFormSchema>

const brokerFormSchema = z.strictObject({
  host: text,
  port: text,
  managementPort: text,
  adminUser: text,
  consoleUser: text,
  /** `false`: somebody else runs it; only its management is asked. */
  bySsh: z.boolean(),
  ssh: sshFormSchema
})
export type BrokerForm = z.output<typeof brokerFormSchema>

const clusterFormSchema = z.strictObject({
  name: text,
  address: text,
  user: text,
  hadoophome: text,
  ssh: sshFormSchema
})
export type ClusterSiteForm = z.output<typeof clusterFormSchema>

export const MOST_CLUSTERS = 1_000
export const siteFormSchema = z.strictObject({
  broker: brokerFormSchema,
  clusters: z.array(clusterFormSchema).max(MOST_CLUSTERS)
})
export type SiteForm = z.output<typeof siteFormSchema>

/** `clusters.0.ssh.port` and what is wrong there. */
export interface SiteIssue {
  readonly field: string
  readonly message: string
}

type Json = Readonly<Record<string, unknown>>

/** @param former - what stands there now: what the form does not know (jump hosts, other names) is kept */
export function siteOfForm(
  form: SiteForm,
  former: Site | null
): { readonly site: Site } | { readonly issues: readonly SiteIssue[] } {
  const parsed = siteSchema.safeParse(draftOf(form, former))
  if (parsed.success) return { site: parsed.data }
  return {
    issues: parsed.error.issues.map(({ path, message }) => ({
      field: path.map(String).join('.'),
      message
    }))
  }
}

export function formOfSite({ broker, clusters }: Site): SiteForm {
  const { host, port, managementPort, adminUser, consoleUser, ssh } = broker
  return {
    broker: {
      host,
      port: String(port),
      managementPort: String(managementPort),
      adminUser,
      consoleUser,
      bySsh: ssh !== undefined,
      ssh: sshOf(ssh)
    },
    clusters: clusters.map((cluster) => ({
      name: cluster.name,
      address: cluster.address ?? '',
      user: cluster.user ?? '',
      hadoophome: cluster.hadoophome ?? '',
      ssh: sshOf(cluster.ssh)
    }))
  }
}

function sshOf(ssh: Site['broker']['ssh']): SshForm {
  return {
    host: ssh?.host ?? '',
    port: ssh === undefined ? '' : String(ssh.port),
    user: ssh?.user ?? '',
    identityFile: ssh?.identityFile ?? '',
    hostKey: ssh?.hostKey ?? '',
    hostKeyType: ssh?.hostKeyType ?? ''
  }
}

function draftOf({ broker, clusters }: SiteForm, former: Site | null): Json {
  const { bySsh, ssh, ...plain } = broker
  return {
    ...(former ?? {}),
    broker: {
      ...filled(plain),
      ...(bySsh ? { ssh: sshDraft(ssh, broker.host, former?.broker.ssh) } : {})
    },
    clusters: clusters.map(({ ssh: way, ...cluster }) => {
      const old = former?.clusters.find(({ name }) => name === cluster.name.trim())
      const kept = Object.entries(old ?? {}).filter(([field]) => !(field in cluster))
      return {
        ...Object.fromEntries(kept),
        ...filled(cluster),
        ssh: sshDraft(way, cluster.address, old?.ssh)
      }
    })
  }
}

function sshDraft(ssh: SshForm, address: string, old: Site['broker']['ssh']): Json {
  const jump = old?.jump
  return {
    ...(address.trim() === '' ? {} : { host: address.trim() }),
    ...filled(ssh),
    ...(jump === undefined ? {} : { jump })
  }
}

/** Without what was left empty; ports are numbers, and what is none stays a text, which the check names. */
function filled(fields: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, typed]) => {
      const value = typed.trim()
      if (value === '') return []
      return [[name, /port$/i.test(name) && /^\d+$/.test(value) ? Number(value) : value]]
    })
  )
}
