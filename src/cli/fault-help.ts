/** What `medusa lab fault --help` says of each fault. */
import type { FaultKind } from '../lab/index.js'

const faults: Readonly<Record<FaultKind, string>> = {
  lie: 'after each job one byte of one output file is altered: the vote finds it',
  'lie-once': 'the same after the next job only; then the cloud is honest again',
  corrupt:
    'every file it hands to another cloud has one byte altered; the console is served honestly',
  swap: 'before each job one byte of an input is altered, after the input was checked',
  outage: 'everything on its address stops answering'
}

/** In the order in which they are told. */
export const faultNames = Object.keys(faults).join(', ')

export const FAULT_HELP = `
Kinds:
${Object.entries(faults)
  .map(([kind, text]) => `  ${kind.padEnd(9)} ${text}`)
  .join('\n')}

A fault stays until "npx medusa lab heal CLOUD" or until the lab starts anew; one that is down takes none.

Example:
  npx medusa lab fault faro lie
`
