/** Local paths. The runtime's only reach for Node: string work, no I/O. */
export { basename, dirname, isAbsolute, join, resolve } from 'node:path'
