/** Keeps the labels of votes from lying over one another or over the edge: pixels to shift each, and its lane. */

export interface Label {
  /** Pixels from the left end of the track to its mark. */
  readonly at: number
  /** Pixels. */
  readonly width: number
}

export interface LabelPlace {
  /** Pixels from the mark to the middle of the label. */
  readonly shift: number
  /** 0 is the lane next to the chart. */
  readonly lane: number
}

const GAP = 6

/**
 * Pure. Labels are centred over their marks where that is possible.
 *
 * @param labels - ascending by `at`
 * @param edges - leftmost and rightmost pixel a label may cover; the left one below 0 when it may reach over the names
 */
export function placeLabels(
  labels: readonly Label[],
  edges: { readonly left: number; readonly right: number }
): readonly LabelPlace[] {
  const lanes: number[] = []
  return labels.map(({ at, width }) => {
    const wanted = Math.min(
      Math.max(at, edges.left + width / 2),
      Math.max(edges.right - width / 2, edges.left + width / 2)
    )
    const free = lanes.findIndex((end) => end + GAP <= wanted - width / 2)
    const lane = free === -1 ? lanes.length : free
    lanes[lane] = wanted + width / 2
    return { shift: wanted - at, lane }
  })
}
