/** A time apart from the other units, for what may not load a schema library: the first picture of the window waits for it. */

/** Milliseconds; a time of day counts from 1970-01-01 UTC. */
export type Millis = number & { readonly unit: 'ms' }

export const millis = (value: number): Millis => value as Millis
