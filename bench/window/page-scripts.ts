/** What the bench `fluent` runs in the page, as text: this side knows no document. */

/**
 * Scrolls the longest thing on the page up and down, a step a frame.
 *
 * @param step - pixels
 * @returns an expression that becomes `{ frames, rows }`: frames a second, and pixels there are to scroll
 */
export const scrollScript = (step: number, lastsMs: number): string => `(async () => {
  const hidden = (element) => element.scrollHeight - element.clientHeight
  const [longest] = [...document.querySelectorAll('main, main *')]
    .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowY))
    .sort((a, b) => hidden(b) - hidden(a))
  if (longest === undefined) throw new Error('nothing on this page scrolls')
  const begun = performance.now()
  let frames = 0
  let step = ${String(step)}
  await new Promise((done) => {
    const frame = (now) => {
      frames += 1
      if (longest.scrollTop + step < 0 || longest.scrollTop + step > hidden(longest)) step = -step
      longest.scrollTop += step
      if (now - begun < ${String(lastsMs)}) requestAnimationFrame(frame)
      else done()
    }
    requestAnimationFrame(frame)
  })
  return { frames: frames / ((performance.now() - begun) / 1000), rows: hidden(longest) }
})()`

/**
 * Goes to another page by its link.
 *
 * @returns an expression that becomes milliseconds until that page is there, without a skeleton in it
 */
export const switchScript = (page: string): string => `new Promise((resolve, reject) => {
  const link = document.querySelector('nav a[href="#/${page}"]')
  if (link === null) return reject(new Error('the navigation has no ${page}'))
  const begun = performance.now()
  link.click()
  const look = () => {
    const shown = link.getAttribute('aria-current') === 'page'
    const content = document.querySelector('main')?.childElementCount ?? 0
    const waiting = document.querySelector('main [aria-busy="true"], main .skeleton') !== null
    if (shown && content > 0 && !waiting) resolve(performance.now() - begun)
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})`
