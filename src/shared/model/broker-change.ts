/** Everything the console can do to a broker, with limits; and the REST call of each, as people may read it. */
import { z } from 'zod'

/** RabbitMQ's own limit of names, in bytes of UTF-8 (AMQP short string). */
export const BROKER_NAME_LIMIT = 255
/** Longest regular expression of a permission. */
export const RIGHTS_LIMIT = 2_000
export const PASSWORD_LIMIT = 200
/** RabbitMQ has no limit of a user’s tags; those of one that has more are changed with rabbitmqctl. */
export const USER_TAGS_LIMIT = 64

/** Control characters cannot be typed again, so nothing is given such a name. */
const name = z
  .string()
  .min(1)
  .max(BROKER_NAME_LIMIT)
  // eslint-disable-next-line no-control-regex -- they are what is refused
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'no control characters')
const rights = z.string().max(RIGHTS_LIMIT)
const password = z.string().min(1).max(PASSWORD_LIMIT)
/** Those a new user may get here. */
const usualTags = z
  .array(z.enum(['administrator', 'monitoring', 'policymaker', 'management', 'impersonator']))
  .max(5)
/** Any word is a tag to RabbitMQ. n.b. they travel as `a,b`, so none holds a comma, nor spaces around it that would be lost. */
const tag = name.regex(/^[^,\s]([^,]*[^,\s])?$/, 'no comma, no space at its ends')
const tags = z.array(tag).max(USER_TAGS_LIMIT)
/** Of the console's own user and of vhosts it uses: `accept` after it was said plainly. */
const own = z.enum(['refuse', 'accept'])

export const brokerChangeSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('create-user'), user: name, password, tags: usualTags }),
  z.strictObject({ type: z.literal('set-password'), user: name, password }),
  z.strictObject({ type: z.literal('set-tags'), user: name, tags, own }),
  z.strictObject({ type: z.literal('delete-user'), user: name, own }),
  z.strictObject({
    type: z.literal('create-vhost'),
    vhost: name,
    description: z.string().max(500)
  }),
  z.strictObject({ type: z.literal('delete-vhost'), vhost: name, own }),
  z.strictObject({
    type: z.literal('set-rights'),
    vhost: name,
    user: name,
    configure: rights,
    write: rights,
    read: rights,
    own
  }),
  z.strictObject({ type: z.literal('clear-rights'), vhost: name, user: name, own }),
  z.strictObject({ type: z.literal('purge-queue'), vhost: name, queue: name }),
  z.strictObject({ type: z.literal('delete-queue'), vhost: name, queue: name }),
  z.strictObject({ type: z.literal('close-connection'), connection: z.string().min(1).max(500) })
])
export type BrokerChange = z.output<typeof brokerChangeSchema>
export { name as brokerNameSchema, password as brokerPasswordSchema, rights as rightsSchema }
