/**
 * Opens a dialog over the page. A dialog that is removed while it is open, as by a button that makes its condition false, does not give the
 * focus back as one that is closed does: here it goes back either way.
 *
 * @returns gives the focus back to what had it, where that is still there; to be called when the dialog is removed
 */
export function showModal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement
  dialog.showModal()
  return () => {
    // n.b. whoever was taken elsewhere meanwhile stays there
    if (document.activeElement === document.body && before instanceof HTMLElement) before.focus()
  }
}
