/**
 * Lets libraries that write `<style>` elements (CodeMirror, xterm) work under a content policy without `'unsafe-inline'`: what they write
 * becomes a constructed style sheet, and the element stays empty. The policy allows empty style elements by their hash.
 */

const adopted = new WeakSet<Document>()

/** Called once, before anything is mounted. */
export function adoptStyleElements(page: Document = document): void {
  if (adopted.has(page)) return
  adopted.add(page)
  /* eslint-disable @typescript-eslint/no-deprecated -- only an overload of createElement is; which one is called is decided by its callers */
  const create = page.createElement.bind(page) as (
    tag: string,
    options?: ElementCreationOptions
  ) => HTMLElement
  page.createElement = ((tag: string, options?: ElementCreationOptions) => {
    const element = create(tag, options)
    return tag.toLowerCase() === 'style' ? adopt(page, element) : element
  }) as typeof page.createElement
  /* eslint-enable @typescript-eslint/no-deprecated */
}

function adopt(page: Document, element: HTMLElement): HTMLElement {
  const sheet = new CSSStyleSheet()
  const remove = element.remove.bind(element)
  let text = ''
  page.adoptedStyleSheets.push(sheet)
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set: (css: string) => {
      text = css
      sheet.replaceSync(css)
    }
  })
  element.remove = () => {
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((each) => each !== sheet)
    remove()
  }
  return element
}
