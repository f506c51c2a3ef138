import type { SiteProperty } from './site-file.js'
export const proxyUser = ({
  properties,
  user,
  addresses,
  speaksFor
}: {
  properties: ReadonlyMap<string, SiteProperty>
  user: string
  addresses: readonly string[]
  speaksFor: readonly string[]
}) => {
  const hosts = properties.get(`hadoop.proxyuser.${user}.hosts`)?.value
  return {
    allowed: hosts !== undefined,
    lax: hosts === '*',
    changes: new Map<string, string | null>([
      [
        `hadoop.proxyuser.${user}.hosts`,
        [...(hosts ?? '').split(',').filter(Boolean), ...addresses].join(',')
      ],
      [`hadoop.proxyuser.${user}.users`, speaksFor.join(',')]
    ])
  }
}
export const explainImpersonation = (
  m: string
):
  | { type: 'not-allowed'; user: string }
  | { type: 'wrong-host'; user: string; address: string }
  | { type: 'other' } => {
  const a = /User: (\S+) is not allowed to impersonate/.exec(m)
  if (a) return { type: 'not-allowed', user: a[1] ?? '' }
  const b = /Unauthorized connection for super-user: (\S+) from IP \/?(\S+)/.exec(m)
  return b ? { type: 'wrong-host', user: b[1] ?? '', address: b[2] ?? '' } : { type: 'other' }
}
