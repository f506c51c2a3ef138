/** A vote in a few words, for the chart and the story. */
import type { VoteView } from '@shared/model/run.js'
import { voteText as text } from '../../text/run-words.js'

/** Characters of a label; a longer one is told in numbers. */
const LONG = 48

/** `vote 1: porto ≠ faro, lisbon joins`; in numbers where names are too many or too long. */
export function voteLabel(vote: VoteView, index: number): string {
  const label = withOutcome(text.vote(index + 1, groupsText(vote, 3)), vote)
  if (label.length <= LONG) return label
  const short = text.vote(index + 1, groupsText(vote, 0))
  const joins = vote.joined.length
  return joins === 0 ? withOutcome(short, vote) : text.joinedMany(short, joins)
}

/** @param most - so many voices are told by name */
function groupsText({ groups }: VoteView, most: number): string {
  const voices = groups.flat().length
  if (voices === 0) return text.none
  if (voices <= most) return groups.map((group) => group.join(' = ')).join(' ≠ ')
  const largest = groups[0]?.length ?? 0
  return largest === 1 ? text.differ(voices) : text.equal(largest, voices)
}

function withOutcome(label: string, { outcome, joined }: VoteView): string {
  if (outcome === 'decided') return text.decided(label)
  return joined.length === 0 ? text.undecided(label) : text.joined(label, joined)
}
