/** The port to a cluster's HDFS as people see it: directories page by page, counts, and what changes them. Paths are absolute. */
import type { ContentSummary, DirectoryPage, FileDetails } from '../../shared/model/hdfs.js'
import type { ClusterName } from '../../shared/model/ids.js'

export interface FileTree {
  /** @returns `null` when nothing is there. @throws ConsoleError `HDFS_ERROR`, `CLUSTER_UNREACHABLE` (so do all) */
  details(cluster: ClusterName, path: string): Promise<FileDetails | null>
  /**
   * A part of a directory, as large as the cluster gives at once (1 000 as a rule); of a file the file itself.
   *
   * @param after - the name after which it begins; `null`: the beginning
   */
  page(cluster: ClusterName, path: string, after: string | null): Promise<DirectoryPage>
  /** Counts what lies there; of some million files that takes the NameNode seconds. */
  summary(cluster: ClusterName, path: string): Promise<ContentSummary>
  /** With its parents; one that is there already is left as it is. */
  makeDirectory(cluster: ClusterName, path: string): Promise<void>
  /** Moves a file or directory. @throws ConsoleError `HDFS_ERROR` when the target exists, or its directory does not */
  rename(cluster: ClusterName, from: string, to: string): Promise<void>
  /** Removes a file, or a directory with everything in it, for good: no trash. @returns whether anything was there */
  remove(cluster: ClusterName, path: string): Promise<boolean>
}
