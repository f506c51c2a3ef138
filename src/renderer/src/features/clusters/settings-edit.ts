/** Clusters within the text of the settings: read, put, taken out. Nothing else of the text changes its meaning. */

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
  const next = at < 0 ? [...clusters, cluster] : clusters.with(at, cluster)
  return { text: withClusters(text, environment, next), index }
}

export function withoutCluster(text: string, environment: string, name: string): string {
  const clusters = clustersOf(text, environment) ?? []
  return withClusters(
    text,
    environment,
    clusters.filter((cluster) => cluster['name'] !== name)
  )
}

function withClusters(text: string, environment: string, clusters: readonly Json[]): string {
  const settings = parsed(text) ?? {}
  const environments = member(settings, 'environments')
  const changed = {
    ...settings,
    environments: {
      ...(isJson(environments) ? environments : {}),
      [environment]: { ...(member(environments, environment) as Json | undefined), clusters }
    }
  }
  return `${JSON.stringify(changed, null, 2)}\n`
}
