/** RabbitMQ: queues, users, vhosts, permissions. */
export const brokerCalls = {} as const

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled with the area
export interface BrokerEvents {}
