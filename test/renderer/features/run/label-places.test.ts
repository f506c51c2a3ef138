import { expect, test } from 'vitest'
import { placeLabels } from '../../../../src/renderer/src/features/run/label-places.js'

const edges = { left: 0, right: 600 }

test('centres labels over their marks', () => {
  expect(
    placeLabels(
      [
        { at: 100, width: 80 },
        { at: 300, width: 80 }
      ],
      edges
    )
  ).toEqual([
    { shift: 0, lane: 0 },
    { shift: 0, lane: 0 }
  ])
})

test('moves a label in from the edge', () => {
  expect(
    placeLabels(
      [
        { at: 590, width: 100 },
        { at: 2, width: 100 }
      ],
      edges
    ).map((place) => place.shift)
  ).toEqual([-40, 48])
})

test('gives a label that would lie over another a lane of its own', () => {
  const places = placeLabels(
    [
      { at: 300, width: 200 },
      { at: 320, width: 200 },
      { at: 340, width: 200 }
    ],
    edges
  )
  expect(places.map((place) => place.lane)).toEqual([0, 1, 2])
})

test('does not fail when there is no room at all', () => {
  expect(placeLabels([{ at: 5, width: 900 }], edges)).toEqual([{ shift: 445, lane: 0 }])
})
