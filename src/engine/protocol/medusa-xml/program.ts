/** What a command line becomes: members of a job, as they would stand in a job file. */
import type { z } from 'zod'
import type { jobSchema } from '../../../shared/model/job.js'
import type { Shipping } from './generic-options.js'

/** Members of a job, as they would stand in YAML. */
export type ProgramInput = Pick<
  z.input<typeof jobSchema>,
  'jar' | 'streaming' | 'configuration' | 'environment' | 'files' | 'archives'
>

export interface Command {
  readonly program: ProgramInput
  /** Inputs in the order in which the command names them. */
  readonly inputs: readonly string[]
  readonly notes: readonly string[]
}

/** Only what is there: an empty list would stand in the YAML for nothing. */
export const shipped = ({
  files,
  archives
}: Shipping): Pick<ProgramInput, 'files' | 'archives'> => ({
  ...(files.length === 0 ? {} : { files: [...files] }),
  ...(archives.length === 0 ? {} : { archives: [...archives] })
})
