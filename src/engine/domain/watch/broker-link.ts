/** The broker as a whole from the links to its vhosts: one link that stands proves that it is there. */
import type { BrokerLink } from '../../../shared/model/watch.js'
import type { LinkEvidence } from './evidence.js'

export interface VhostEvidence {
  readonly vhost: string
  readonly link: LinkEvidence
}

export type BrokerPicture = Pick<BrokerLink, 'state' | 'reason' | 'vhosts'>

/** @param links - one entry a vhost */
export function brokerPicture(links: readonly VhostEvidence[]): BrokerPicture {
  const blocked = links.map(({ link }) => link).find((link) => link.type === 'blocked')
  const up = links.filter(({ link }) => link.type === 'up' || link.type === 'blocked').length
  const vhosts = { up, all: links.length }
  if (links.length === 0) return { state: 'unasked', reason: 'no cluster yet', vhosts }
  if (blocked !== undefined) return { state: 'blocked', reason: blocked.reason, vhosts }
  if (up > 0) return { state: 'connected', reason: missing(links), vhosts }
  const lost = links.map(({ link }) => link).find(isLost)
  return lost === undefined
    ? { state: 'connecting', reason: null, vhosts }
    : { state: 'disconnected', reason: lost.reason, vhosts }
}

const isLost = (
  link: LinkEvidence
): link is Extract<LinkEvidence, { readonly type: 'down' | 'mute' }> =>
  link.type === 'down' || link.type === 'mute'

/** The vhosts that are not reached although the broker is, with the first reason. */
function missing(links: readonly VhostEvidence[]): string | null {
  const lost = links.flatMap(({ vhost, link }) =>
    isLost(link) ? [{ vhost, reason: link.reason }] : []
  )
  const [first] = lost
  if (first === undefined) return null
  const others = lost.length === 1 ? '' : ` and ${String(lost.length - 1)} more`
  return `vhost ${first.vhost}${others}: ${first.reason}`
}
