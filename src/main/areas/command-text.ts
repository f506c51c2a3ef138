/** A command and its results as a text file. */
import type { HostCommandRun, HostResult } from '@shared/model/host-command.js'

export function commandAsText({ command, at, results }: HostCommandRun): string {
  const head = [
    `# ${new Date(at).toISOString()}`,
    ...command.split('\n').map((line) => `$ ${line}`)
  ]
  return `${[head.join('\n'), ...results.map(asText)].join('\n\n')}\n`
}

function asText({
  cluster,
  state,
  exitCode,
  signal,
  tookMs,
  output,
  errors,
  cut,
  error
}: HostResult) {
  const how = signal ?? (exitCode === null ? state : `exit code ${String(exitCode)}`)
  return [
    `## ${cluster}: ${error?.message ?? how}, ${(tookMs / 1_000).toFixed(1)} s`,
    output.trimEnd(),
    ...(errors.trim() === '' ? [] : ['-- standard error --', errors.trimEnd()]),
    ...(cut ? ['-- cut: more was written than is kept --'] : [])
  ]
    .filter((part) => part !== '')
    .join('\n')
}
