/** Clusters within the text of the settings: read, put, taken out. The rest of the text stays as somebody wrote it. */
import { without, withValue } from '@shared/model/json-edit.js'
import type { JsonValue } from '@shared/model/json-text.js'

type Json = Readonly<Record<string, unknown>>

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @returns `null` when it is no JSON object */
function parsed(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : null
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}

const member = (value: unknown, key: string): unknown => (isJson(value) ? value[key] : undefined)

/** @returns `null` when the settings have no such environment: the lab keeps its own */
export function clustersOf(text: string, environment: string): readonly Json[] | null {
  const found = member(member(parsed(text), 'environments'), environment)
  if (!isJson(found)) return null
  const { clusters } = found
  return Array.isArray(clusters) ? clusters.filter(isJson) : []
}

/** Where a cluster stands; −1: nowhere. */
export const indexOf = (clusters: readonly Json[], name: string | null): number =>
  name === null ? -1 : clusters.findIndex((cluster) => cluster['name'] === name)

/**
 * @param former - the cluster that is replaced; `null`: it is added at the end
 * @returns the text, and the cluster's place among the clusters
 */
export function withCluster(
  text: string,
  environment: string,
  former: string | null,
  cluster: Json
): { readonly text: string; readonly index: number } {
  const clusters = clustersOf(text, environment) ?? []
  const at = indexOf(clusters, former)
  const index = at < 0 ? clusters.length : at
  const path = ['environments', environment, 'clusters', index]
  return { text: withValue(text, path, cluster as JsonValue), index }
}

export function withoutCluster(text: string, environment: string, name: string): string {
  const index = indexOf(clustersOf(text, environment) ?? [], name)
  return index < 0 ? text : without(text, ['environments', environment, 'clusters', index])
}
