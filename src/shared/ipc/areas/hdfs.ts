/** The HDFS of a cluster: list, preview, upload, download, delete. */
import { z } from 'zod'
import {
  HDFS_PATH_LIMIT,
  type ContentSummary,
  type DirectoryPage,
  type FileDetails
} from '../../model/hdfs.js'
import { clusterNameSchema } from '../../model/ids.js'
import type { Preview } from '../../model/preview.js'
import type { TransferView, UploadPlan } from '../../model/transfer.js'
import { call, nothing } from '../call.js'

const path = z.string().startsWith('/').max(HDFS_PATH_LIMIT)
const name = z.string().min(1).max(1_000)
const at = z.strictObject({ cluster: clusterNameSchema, path })
const count = z.int().min(0)

export const hdfsCalls = {
  'hdfs.look': call(at).returns<FileDetails>(),
  /** A part of a directory, at most some thousand entries. `after`: the last name that is known; `null`: the beginning. */
  'hdfs.list': call(
    z.strictObject({ cluster: clusterNameSchema, path, after: name.nullable() })
  ).returns<DirectoryPage>(),
  'hdfs.preview': call(at).returns<Preview>(),
  'hdfs.summary': call(at).returns<ContentSummary>(),
  /** @returns the path of the new directory */
  'hdfs.makeDirectory': call(
    z.strictObject({ cluster: clusterNameSchema, folder: path, name })
  ).returns<string>(),
  /** Deletes for good, if it still holds what was counted. */
  'hdfs.remove': call(
    z.strictObject({
      cluster: clusterNameSchema,
      path,
      expected: z.strictObject({ files: count, directories: count, bytes: count })
    })
  ).returns<null>(),
  /** Asks where to in a dialog, and begins; the rest stands in the list of transfers. `null`: the dialog was closed. */
  'hdfs.download': call(at).returns<{ readonly file: string } | null>(),
  /** Asks for files in a dialog; nothing is sent yet. `null`: the dialog was closed. */
  'hdfs.chooseUpload': call(
    z.strictObject({ cluster: clusterNameSchema, folder: path })
  ).returns<UploadPlan | null>(),
  /** Sends the files of a ticket; those of `replace` take the place of what is there, others that meet something are refused. */
  'hdfs.upload': call(
    z.strictObject({ ticket: z.string().max(40), replace: z.array(name).max(1_000) })
  ).returns<null>(),
  'transfers.read': call(nothing).returns<readonly TransferView[]>(),
  'transfers.cancel': call(z.strictObject({ id: z.string().max(40) })).returns<null>(),
  /** Takes those that are over out of the list. */
  'transfers.dismiss': call(nothing).returns<null>()
} as const

export interface HdfsEvents {
  /** Newest first; at most some times a second. */
  readonly 'transfers.changed': readonly TransferView[]
}
