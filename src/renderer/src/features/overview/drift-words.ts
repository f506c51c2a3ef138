/** Of which clusters the drift report can say nothing. */
import type { EnvironmentSnapshot } from '@shared/model/watch.js'

/** Clusters that could not be compared: silence must not look like agreement. */
export const unknownFacts = (watch: EnvironmentSnapshot): readonly string[] =>
  watch.clusters.filter(({ facts }) => !facts.known).map(({ name }) => name)
