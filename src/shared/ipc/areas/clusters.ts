/** Clusters of the settings: add, edit, remove, test; what `~/.ssh/config` knows. */
export const clusterCalls = {} as const

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled with the area
export interface ClusterEvents {}
