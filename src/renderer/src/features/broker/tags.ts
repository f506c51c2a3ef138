/** Tags RabbitMQ knows and people give, the most powerful first. */
export const usualTags = ['administrator', 'monitoring', 'policymaker', 'management'] as const

/** The usual ones, and what else the user has: `impersonator`, or words only other programs know. */
export const tagsToChoose = (had: readonly string[]): readonly string[] => [
  ...new Set([...usualTags, ...had])
]
