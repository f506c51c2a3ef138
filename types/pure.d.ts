/**
 * What the pure layers may use beyond ECMAScript: values without time, randomness or I/O that every runtime of ours has.
 * Everything else (timers, Buffer, process, fetch) does not compile there.
 */
interface AbortSignal {
  readonly aborted: boolean
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- must equal the platform's own declaration
  readonly reason: any
  throwIfAborted(): void
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>
}
declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean })
  decode(input?: Uint8Array): string
}
