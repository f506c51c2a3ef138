/** The lab on this machine, from the window. */
export const labCalls = {} as const

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled with the area
export interface LabEvents {}
