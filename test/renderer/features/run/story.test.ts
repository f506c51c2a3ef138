import { expect, test } from 'vitest'
import { storyOf } from '../../../../src/renderer/src/features/run/story.js'
import { surveying, verified } from '../../scenarios.js'
import { START } from '../../snapshots.js'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const lines = (snapshot: Parameters<typeof storyOf>[0]): string[] =>
  storyOf(snapshot).map(({ at, text }) => `${String((at - START) / 1_000)} ${plain(text)}`)

test('tells a run from its start to where the result lies', () => {
  expect(lines(verified())).toEqual([
    '0 the run starts with f = 1; 3 clouds are asked',
    '1.4 porto, faro and lisbon answer',
    '2.1 the input is pinned: 11 files, 10.6 MB',
    '2.2 ranking with seed 20261121: porto, faro, lisbon',
    '2.3 porto and faro run the job',
    '75.9 porto delivered 5 files, 1.01 MB',
    '81 faro delivered 5 files, 1.01 MB',
    '81.4 porto ≠ faro: lisbon starts',
    '163.4 lisbon delivered 5 files, 1.01 MB',
    '163.5 vote 2: porto = lisbon ≠ faro, decided',
    '165.3 published as /results/wordcount-sotu on porto and lisbon'
  ])
})

test('begins with the start, even before anything else is known', () => {
  expect(lines(surveying())).toEqual(['0 the run starts with f = 1; 3 clouds are asked'])
})
