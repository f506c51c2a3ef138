/** The HDFS of a cluster: list, preview, upload, download, delete. */
export const hdfsCalls = {} as const

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled with the area
export interface HdfsEvents {}
