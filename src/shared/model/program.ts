/**
 * What a job runs: a closed union by the key that is there (`jar`, `streaming`, `example`), so that another kind is one more member
 * here and one more case in src/engine/runtime/prepare-program.ts.
 */
import { z } from 'zod'

/** `{input}`, `{inputs}` and `{output}` in it are filled in for each attempt. */
const argumentsSchema = z.array(z.string().max(100_000)).max(2000)

export const jarSchema = z.strictObject({
  path: z.string().min(1),
  main: z.string().min(1).nullish(),
  args: argumentsSchema.default(['{input}', '{output}'])
})

/** Programs of hadoop-mapreduce-examples that read an input and write an output; `pi`, `dbcount` and the like do not. */
export const exampleNames = [
  'aggregatewordcount',
  'aggregatewordhist',
  'grep',
  'join',
  'multifilewc',
  'secondarysort',
  'sort',
  'terasort',
  'wordcount',
  'wordmean',
  'wordmedian',
  'wordstandarddeviation'
] as const

export const exampleSchema = z.strictObject({
  name: z.enum(exampleNames),
  args: argumentsSchema.default(['{input}', '{output}'])
})

const commandSchema = z.string().min(1).max(10_000)

export const streamingSchema = z.strictObject({
  /** A command with arguments, split at spaces by Hadoop (quotes count); never given to a shell. */
  mapper: commandSchema,
  /** Absent: the mapper's output is the job's. */
  reducer: commandSchema.optional(),
  combiner: commandSchema.optional(),
  /** The reducer may be given its own outputs again, in any grouping, and the result stays the same. */
  associative: z.boolean().default(false),
  /** Where the jar is when it is not in a jar folder of the environment. */
  jar: z.string().min(1).default('hadoop-streaming.jar'),
  /** More options of hadoop-streaming, for example ["-partitioner", "CLASS"]. */
  options: argumentsSchema.default([])
})

/** A local file to ship, or with the name it gets beside the job's tasks. */
export const shippedSchema = z.union([
  z
    .string()
    .min(1)
    .transform((path) => ({ path, name: null })),
  z.strictObject({
    path: z.string().min(1),
    name: z
      .string()
      .regex(
        /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/,
        'a file name of letters, digits, ".", "_" and "-"'
      )
  })
])

export type JarProgram = z.output<typeof jarSchema>
export type StreamingProgram = z.output<typeof streamingSchema>
export type ExampleProgram = z.output<typeof exampleSchema>
export type ShippedFile = z.output<typeof shippedSchema>
