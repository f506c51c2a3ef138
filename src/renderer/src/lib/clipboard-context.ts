/** How parts deep in a page reach the clipboard, without a property through every level. */
import { createContext } from 'svelte'

/** @returns whether the text is on the clipboard now */
export type WriteClipboard = (text: string) => Promise<boolean>

export const [getClipboard, setClipboard] = createContext<WriteClipboard>()
