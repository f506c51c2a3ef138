/** How wide a text will be, in the font that is there: it may be any of the list in tokens.css. */

/** Pixels a character takes where nothing can be measured. */
const GUESS = 6

/**
 * @param font - without the family, for example `500 11px`
 * @returns pixels
 */
export function textWidth(text: string, font: string): number {
  const canvas = document.createElement('canvas').getContext('2d')
  if (canvas === null) return text.length * GUESS
  canvas.font = `${font} ${getComputedStyle(document.body).fontFamily}`
  return canvas.measureText(text).width
}
