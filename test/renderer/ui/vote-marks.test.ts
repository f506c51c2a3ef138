import { expect, test } from 'vitest'
import { voteMarks } from '../../../src/renderer/src/ui/vote-marks.js'

test('puts the votes side by side, each kind in a path of its own', () => {
  const bar = 'h2a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-2a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1z'
  expect(voteMarks(['agreed', 'outvoted', 'none', 'agreed'])).toEqual({
    agreed: `M1 2${bar}M27 2${bar}`,
    outvoted: 'M12 1.4l5.6 5.6-5.6 5.6-5.6-5.6z',
    none: 'M20.5 2.5h3v9h-3z',
    width: 30
  })
})

test('has no shape and no width without a vote', () => {
  expect(voteMarks([])).toEqual({ agreed: '', outvoted: '', none: '', width: 0 })
})
