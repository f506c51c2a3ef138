/** Settings as somebody would have written them. */
type Fields = Record<string, unknown>

export const anEnvironment = (change: Fields = {}): Fields => ({
  broker: { host: 'mq', port: 5672, user: 'console' },
  clusters: [
    {
      name: 'porto',
      address: '10.0.0.1',
      vhost: 'medusa-porto',
      queue: 'medusa.porto',
      webhdfs: 'http://10.0.0.1:9870/webhdfs/v1',
      yarn: 'http://10.0.0.1:8088',
      workFolder: '/medusa',
      user: 'alice'
    }
  ],
  ...change
})

export const aSettingsText = (
  environments: Fields = { research: anEnvironment() },
  current: string = Object.keys(environments)[0] ?? 'lab'
): string => `${JSON.stringify({ version: 1, current, environments }, null, 2)}\n`
