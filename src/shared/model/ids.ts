/**
 * Names of things, as branded strings: a run's id cannot be passed where a cluster's name belongs.
 */
import { z } from 'zod'

export { millis, type Millis } from './millis.js'

export type ClusterName = string & { readonly brand: 'ClusterName' }
export type RunId = string & { readonly brand: 'RunId' }
export type UnitId = string & { readonly brand: 'UnitId' }
export type AttemptId = string & { readonly brand: 'AttemptId' }
export type CopyId = string & { readonly brand: 'CopyId' }
/** `input:0`, `piece:count:3`, `output:count`: a set of files that a run knows by its manifest. */
export type DatasetId = string & { readonly brand: 'DatasetId' }
export type TaskId = string & { readonly brand: 'TaskId' }
/** `sha256:` and 64 lower-case hexadecimal digits. */
export type ManifestDigest = string & { readonly brand: 'ManifestDigest' }
/** 64 lower-case hexadecimal digits. */
export type Sha256 = string & { readonly brand: 'Sha256' }

const ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,79}$/
const id = (what: string) =>
  z
    .string()
    .regex(
      ID_PATTERN,
      `${what}: lower-case letters, digits and "-", at most 80, got something else`
    )

/** A cluster's name: used in queue names, vhosts and paths, so the alphabet is small. */
export const clusterNameSchema = id('cluster name').transform((name) => name as ClusterName)
export const unitIdSchema = id('job id')
  .max(40, 'job id: at most 40 characters')
  .transform((name) => name as UnitId)
export const runIdSchema = id('run id').transform((name) => name as RunId)

export const manifestDigestSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'a manifest is "sha256:" and 64 hexadecimal digits')
  .transform((digest) => digest as ManifestDigest)
export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 lower-case hexadecimal digits')
  .transform((digest) => digest as Sha256)
