import { expect, test } from 'vitest'
import { LEAST_SIZE, USUAL_SIZE, windowPlace } from '../../../src/main/windows/place.js'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }

test('begins at its usual size, where the desktop puts it', () => {
  expect(windowPlace(null, [screen])).toEqual({ ...USUAL_SIZE, maximized: false })
})

test('comes back where it was left', () => {
  const kept = { x: 100, y: 60, width: 1400, height: 900, maximized: true }
  expect(windowPlace(kept, [screen])).toEqual(kept)
})

test('lets the desktop place it when the screen it was on is gone', () => {
  const kept = { x: 2_400, y: 60, width: 1400, height: 900, maximized: false }
  expect(windowPlace(kept, [screen])).toEqual({ width: 1400, height: 900, maximized: false })
  expect(windowPlace(kept, [screen, { ...screen, x: 1920 }])).toEqual(kept)
})

test('is never larger than the screen nor smaller than the page can be shown', () => {
  const small = { x: 0, y: 0, width: 1366, height: 768 }
  expect(windowPlace({ width: 4_000, height: 3_000, maximized: false }, [small])).toMatchObject({
    width: 1366,
    height: 768
  })
  expect(windowPlace({ width: 10, height: 10, maximized: false }, [small])).toMatchObject(
    LEAST_SIZE
  )
})
