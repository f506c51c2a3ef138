/** Reads what electronegativity writes, and holds it against what was accepted. Pure. */

/** @typedef {{ readonly check: string, readonly severity: string, readonly file: string, readonly location: string, readonly description: string }} Finding */

/**
 * @param {string} text CSV with a heading; fields may be quoted, and hold line ends then
 * @returns {Finding[]}
 */
export function readFindings(text) {
  return rowsOf(text)
    .slice(1)
    .map(([check = '', severity = '', , file = '', location = '', , description = '']) => ({
      check,
      severity,
      file,
      location,
      description
    }))
}

/** @param {string} text @returns {string[][]} */
function rowsOf(text) {
  /** @type {string[][]} */
  const rows = []
  /** @type {string[]} */
  let row = []
  const field = /\s*(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|$)/gy
  for (const [, quoted, bare = '', end] of text.trim().matchAll(field)) {
    row.push(quoted === undefined ? bare.trim() : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
    if (end === '') break
  }
  return rows
}

/**
 * Nothing that is high may stay; what is medium has to be accepted, with its reason. Low ones and hints are not counted.
 *
 * @param {readonly Finding[]} findings
 * @param {readonly { check: string, in: RegExp, because: string }[]} accepted
 * @returns {{ high: Finding[], open: Finding[], stale: string[] }} `open`: medium and not accepted; `stale`: accepted and not found
 */
export function judge(findings, accepted) {
  const covers = (/** @type {Finding} */ finding) =>
    accepted.find(({ check, in: place }) => check === finding.check && place.test(finding.file))
  return {
    high: findings.filter(({ severity }) => severity === 'HIGH'),
    open: findings.filter(
      (finding) => finding.severity === 'MEDIUM' && covers(finding) === undefined
    ),
    stale: accepted
      .filter((each) => !findings.some((finding) => covers(finding) === each))
      .map(({ check }) => check)
  }
}
