/** The drift report in words. */
import type { EnvironmentSnapshot } from '@shared/model/watch.js'

export const comparedFacts =
  'versions of Hadoop, Java, Python, Celery and the worker, block size, checksum and locale'

/** Clusters that could not be compared: silence must not look like agreement. */
export const unknownFacts = (watch: EnvironmentSnapshot): readonly string[] =>
  watch.clusters.filter(({ facts }) => !facts.known).map(({ name }) => name)
