/** What the window's Chromium has and jsdom lacks: modal dialogs, popovers, the size of things. */
export function standInForTheBrowser(): void {
  const dialog = HTMLDialogElement.prototype
  dialog.showModal = function (this: HTMLDialogElement) {
    this.setAttribute('open', '')
  }
  Object.assign(HTMLElement.prototype, {
    hidePopover: () => undefined,
    scrollIntoView: () => undefined,
    scrollTo: () => undefined,
    showPopover: () => undefined
  })
  Object.assign(HTMLCanvasElement.prototype, { getContext: () => null })
  Object.assign(globalThis, {
    ResizeObserver: class {
      observe(): void {
        // nothing has a size here
      }
      unobserve(): void {
        // nothing has a size here
      }
      disconnect(): void {
        // nothing has a size here
      }
    }
  })
}
