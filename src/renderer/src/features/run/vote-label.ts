/** A vote in a few words, for the chart and the story. */
import type { VoteView } from '@shared/model/run.js'
import { listed, plural } from '../../lib/format.js'

/** Characters of a label; a longer one is told in numbers. */
const LONG = 48

/** `vote 1: porto ≠ faro, lisbon joins`; in numbers where names are too many or too long. */
export function voteLabel(vote: VoteView, index: number): string {
  const label = `vote ${String(index + 1)}: ${groupsText(vote, 3)}${outcomeText(vote)}`
  if (label.length <= LONG) return label
  const joins = vote.joined.length
  const outcome =
    joins === 0
      ? outcomeText(vote)
      : `, ${plural(joins, 'cloud')} ${joins === 1 ? 'joins' : 'join'}`
  return `vote ${String(index + 1)}: ${groupsText(vote, 0)}${outcome}`
}

/** @param most - so many voices are told by name */
function groupsText({ groups }: VoteView, most: number): string {
  const voices = groups.flat().length
  if (voices === 0) return 'no digests'
  if (voices <= most) return groups.map((group) => group.join(' = ')).join(' ≠ ')
  const largest = groups[0]?.length ?? 0
  return largest === 1
    ? `${String(voices)} differ`
    : `${String(largest)} of ${String(voices)} equal`
}

function outcomeText({ outcome, joined }: VoteView): string {
  if (outcome === 'decided') return ', decided'
  if (joined.length === 0) return ', undecided'
  return `, ${listed(joined, 2)} ${joined.length === 1 ? 'joins' : 'join'}`
}
