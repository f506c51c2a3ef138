/** The pieces of an input that a cluster has cut: one folder `chunk-00000` each, with a manifest of its own. */
import type { ManifestDigest } from '../../../shared/model/ids.js'
import type { FileEntry } from '../../../shared/model/manifest.js'
import { manifestDigest } from './manifest.js'

export interface PieceOfCut {
  readonly folder: string
  readonly manifest: ManifestDigest
  readonly files: number
  readonly bytes: number
}

/** @param files - of the cut's output, sorted as in a manifest */
export function piecesOf(files: readonly FileEntry[]): readonly PieceOfCut[] {
  const folders = new Map<string, FileEntry[]>()
  for (const file of files) {
    const [, folder, path] = /^(chunk-\d{5})\/(.+)$/.exec(file.path) ?? []
    if (folder === undefined || path === undefined) continue
    folders.set(folder, [...(folders.get(folder) ?? []), { ...file, path }])
  }
  return [...folders]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, within]) => ({
      folder,
      manifest: manifestDigest(within),
      files: within.length,
      bytes: within.reduce((sum, { length }) => sum + length, 0)
    }))
}
