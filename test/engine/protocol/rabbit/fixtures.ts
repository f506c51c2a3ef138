/** What the tools of a real RabbitMQ 3.10.8 printed. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'))

const answers = z
  .object({ answers: z.record(z.string(), z.object({ command: z.string(), stdout: z.string() })) })
  .parse(read('answers.json')).answers

export const failures = z
  .object({
    failures: z.record(
      z.string(),
      z.object({ command: z.string(), exitCode: z.int(), stdout: z.string(), stderr: z.string() })
    )
  })
  .parse(read('failures.json')).failures

export const answer = (name: string): string => answers[name]?.stdout ?? ''
