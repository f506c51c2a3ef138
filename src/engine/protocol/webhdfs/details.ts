/** Answers of WebHDFS and HttpFS for people's eyes: directories in parts, with owners and dates, and counts. */
import { z } from 'zod'
import type { ContentSummary, DirectoryPage, FileDetails } from '../../../shared/model/hdfs.js'
import { millis } from '../../../shared/model/ids.js'
import { parseJson } from '../json.js'
import { childPath, notWebHdfs } from './responses.js'

/** What a server of 2.x or an old HttpFS leaves out has a value that says so. */
const detailsSchema = z.object({
  pathSuffix: z.string(),
  type: z.enum(['FILE', 'DIRECTORY']),
  length: z.int().min(0),
  owner: z.string().default(''),
  group: z.string().default(''),
  permission: z.string().default(''),
  modificationTime: z.number().default(0),
  replication: z.int().min(0).default(0)
})
const oneBody = z.object({ FileStatus: detailsSchema })
const wholeBody = z.object({ FileStatuses: z.object({ FileStatus: z.array(detailsSchema) }) })
const pageBody = z.object({
  DirectoryListing: z.object({ partialListing: wholeBody, remainingEntries: z.int().min(0) })
})
const summaryBody = z.object({
  ContentSummary: z.object({
    fileCount: z.int().min(0),
    directoryCount: z.int().min(0),
    length: z.int().min(0)
  })
})

/** @param text - body of GETFILESTATUS @throws ConsoleError `HDFS_ERROR` */
export function decodeDetails(text: string, path: string): FileDetails {
  return detailsOf(decoded(oneBody, text, path).FileStatus, path)
}

/** @param text - body of LISTSTATUS @throws ConsoleError `HDFS_ERROR` */
export function decodeWhole(text: string, path: string): readonly FileDetails[] {
  return entriesOf(decoded(wholeBody, text, path), path)
}

/** @param text - body of LISTSTATUS_BATCH @throws ConsoleError `HDFS_ERROR` */
export function decodePage(text: string, path: string): DirectoryPage {
  const { partialListing, remainingEntries } = decoded(pageBody, text, path).DirectoryListing
  return { entries: entriesOf(partialListing, path), remaining: remainingEntries }
}

/** @param text - body of GETCONTENTSUMMARY @throws ConsoleError `HDFS_ERROR` */
export function decodeSummary(text: string, path: string): ContentSummary {
  const { fileCount, directoryCount, length } = decoded(summaryBody, text, path).ContentSummary
  return { files: fileCount, directories: directoryCount, bytes: length }
}

/** @param text - body of MKDIRS, RENAME, DELETE @throws ConsoleError `HDFS_ERROR` */
export const decodeAnswer = (text: string, path: string): boolean =>
  decoded(z.object({ boolean: z.boolean() }), text, path).boolean

const entriesOf = (
  { FileStatuses: { FileStatus } }: z.output<typeof wholeBody>,
  path: string
): readonly FileDetails[] =>
  FileStatus.map((status) =>
    detailsOf(status, status.pathSuffix === '' ? path : childPath(path, status.pathSuffix))
  )

function detailsOf(status: z.output<typeof detailsSchema>, path: string): FileDetails {
  const file = status.type === 'FILE'
  return {
    path,
    type: file ? 'file' : 'directory',
    length: file ? status.length : 0,
    owner: status.owner,
    group: status.group,
    permission: status.permission,
    modifiedAt: millis(status.modificationTime),
    replication: file ? status.replication : 0
  }
}

function decoded<S extends z.ZodType>(schema: S, text: string, path: string): z.output<S> {
  const body = schema.safeParse(parseJson(text))
  if (!body.success) throw notWebHdfs(path, body.error)
  return body.data
}
