/**
 * Lets libraries style themselves under a content policy without `unsafe-inline`.
 *
 * xterm and CodeMirror write rules into `<style>` elements, which the policy refuses. What they write goes into constructed style sheets
 * instead (those are the page's own code, so the policy lets them be), and the element stays empty. Called once, before anything is mounted.
 */
export function adoptStyleElements(): void {
  // one signature instead of the many that name each element
  const plain = document as unknown as {
    createElement: (tag: string, options?: ElementCreationOptions) => HTMLElement
  }
  const create = plain.createElement.bind(document)
  const adopting = (tag: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(tag, options)
    if (tag.toLowerCase() === 'style') adopt(element)
    return element
  }
  plain.createElement = adopting
  adoptStyleAttributes()
}

/** xterm colours cells by `setAttribute('style', …)`, which the policy refuses too; the same through the object model is allowed. */
function adoptStyleAttributes(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its element below
  const { setAttribute } = Element.prototype
  HTMLElement.prototype.setAttribute = function (name: string, value: string): void {
    if (name === 'style') this.style.cssText = value
    else setAttribute.call(this, name, value)
  }
}

function adopt(element: HTMLElement): void {
  const sheet = new CSSStyleSheet()
  const remove = element.remove.bind(element)
  let text = ''
  document.adoptedStyleSheets.push(sheet)
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set: (css: string) => {
      text = css
      sheet.replaceSync(css)
    }
  })
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)
    remove()
  }
}
