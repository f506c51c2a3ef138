/** `medusa hello`: the seed's quick test, prints the hostname of every connected cluster. */
import { exitCode, type ExitCode } from '../../shared/model/errors.js'
import { table } from '../output/table.js'
import { outputFor, withEngine, type CommonOptions } from '../session.js'

/** @returns 4 when no cluster answered */
export async function hello(options: CommonOptions): Promise<ExitCode> {
  const output = outputFor(options)
  const greetings = await withEngine(options, (engine) => engine.hello())
  if (output.json)
    for (const greeting of greetings)
      output.object(
        greeting.ok ? { ...greeting.value, ok: true, roundTripMs: greeting.roundTripMs } : greeting
      )
  else
    output.line(
      table(
        [
          { head: 'cluster' },
          { head: 'hostname' },
          { head: 'worker' },
          { head: 'round trip', right: true }
        ],
        greetings.map((greeting) =>
          greeting.ok
            ? [
                greeting.cluster,
                greeting.value.hostname,
                `${greeting.value.user}, Celery ${greeting.value.celery}, Python ${greeting.value.python}`,
                `${String(greeting.roundTripMs)} ms`
              ]
            : [greeting.cluster, '–', greeting.reason, '–']
        )
      )
    )
  return greetings.some((greeting) => greeting.ok) ? exitCode.done : exitCode.tooFewClusters
}
