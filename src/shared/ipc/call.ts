/** How an entry of the contract is written: the schema of a call's parameters, and the type of its answer. */
import { z } from 'zod'

export interface Schema<T> {
  parse(raw: unknown): T
}
export interface Call<P, R> {
  readonly params: Schema<P>
  readonly returns?: R
}
export const call = <P>(params: Schema<P>): { returns: <R>() => Call<P, R> } => ({
  returns: () => ({ params })
})

/** The parameters of a call that has none. */
export const nothing = z.strictObject({})
