/** English of a cluster's files in HDFS, and of files on their way. */
import { grouped, plural } from '../lib/format.js'

export const filesText = {
  title: (cluster: string) => `Files of ${cluster}`,
  up: 'Up to the directory above',
  filter: 'Filter by name',
  placeholder: 'Name',
  directory: 'Directory…',
  upload: 'Upload…',
  download: 'Download…',
  noDownload: 'A directory cannot be downloaded at once',
  delete: 'Delete…',
  goUp: 'Go up',
  reading: 'Reading the directory',
  empty: 'This directory is empty',
  emptyText: 'Upload files into it, or make a directory for them.',
  entries: (shown: number, all: number) =>
    `${shown === all ? '' : `${grouped(shown)} of `}${plural(all, 'entry', 'entries')}`,
  toCome: (count: number) => `, ${grouped(count)} to come`,
  read: (age: string) => `read ${age}`,
  readAgain: 'Read again',
  deleted: (path: string, what: string) => `Deleted ${path}, ${what}`,
  deletion: {
    what: (files: number, bytes: string) => `${plural(files, 'file')}, ${bytes}`,
    title: (path: string, cluster: string) => `Delete ${path} from HDFS of ${cluster}?`,
    file: (bytes: string) =>
      `One file with ${bytes} is deleted for good; there is no trash. Other clusters keep what they have.`,
    directory: (files: number, directories: number, bytes: string) =>
      `${plural(files, 'file')} in ${plural(directories, 'directory', 'directories')}, ${bytes}, are deleted for good; there is no trash. Other clusters keep what they have.`,
    button: (what: string) => `Delete ${what}`
  },
  replacement: {
    title: (files: number, folder: string, cluster: string) =>
      `Replace ${plural(files, 'file')} in ${folder} on ${cluster}?`,
    text: (names: readonly string[], more: number) =>
      `${names.join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}: there is a file of this name. What it holds is lost.`,
    button: (files: number) => `Replace ${plural(files, 'file')}`
  }
}

export const fileTableText = {
  title: (path: string) => `Entries of ${path}`,
  columns: {
    size: 'Size',
    owner: 'Owner',
    rights: 'Rights',
    copies: 'Copies',
    modified: 'Modified'
  },
  types: { file: 'file', directory: 'directory' }
}

export const pathText = {
  label: 'Path in HDFS',
  go: 'Go',
  way: 'Directories on the way',
  type: 'Type a path'
}

export const newDirectoryText = {
  title: (cluster: string) => `New directory on ${cluster}`,
  hint: (path: string) => `In ${path}`,
  make: 'Make directory'
}

/** The beginning of a file. */
export const previewText = {
  title: (name: string) => `Beginning of ${name}`,
  reading: 'Reading',
  content: 'Content',
  noText: 'No text',
  /** Of its format, before its length. */
  kind: (kind: string) => `${kind}.`,
  empty: 'An empty file.',
  first: (shown: string, all: string) => `The first ${shown} of ${all}.`,
  all: (all: string) => `All of it, ${all}.`
}

export const transfersText = {
  title: 'Transfers',
  clear: 'Clear ended',
  states: { running: 'running', done: 'done', cancelled: 'cancelled', failed: 'failed' },
  verbs: { upload: 'Upload', download: 'Download', log: 'Save log' },
  as: (file: string) => `as ${file}`,
  /** After the bytes that are there. */
  of: (bytes: string) => `of ${bytes}`,
  cancelOf: {
    upload: (path: string) => `Cancel upload of ${path}`,
    download: (path: string) => `Cancel download of ${path}`,
    log: (path: string) => `Cancel saving the log ${path}`
  },
  sha256: 'SHA-256',
  copySha256: 'Copy SHA-256'
}
