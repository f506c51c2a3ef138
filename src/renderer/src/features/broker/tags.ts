/** Tags RabbitMQ knows and people give, the most powerful first. */
const common = ['administrator', 'monitoring', 'policymaker', 'management']

/** The usual ones, and what else the user has: `impersonator`, or words only other programs know. */
export const tagsToChoose = (had: readonly string[]): readonly string[] => [
  ...new Set([...common, ...had])
]
