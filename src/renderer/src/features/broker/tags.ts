/** The tags RabbitMQ knows of users, the most powerful first. */
export const tagNames = [
  'administrator',
  'monitoring',
  'policymaker',
  'management',
  'impersonator'
] as const
export type Tag = (typeof tagNames)[number]
