/** Clusters over ssh: terminal, log tail, one command on several. */
export const hostCalls = {} as const

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled with the area
export interface HostEvents {}
