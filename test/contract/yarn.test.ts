/** What every {@link Yarn} does: the fake, the real client on an HTTP server of the test, and on the lab's ResourceManagers. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { RestYarn } from '../../src/engine/adapters/http/rest-yarn.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import type { Yarn, YarnMetrics } from '../../src/engine/ports/yarn.js'
import type { ClusterName } from '../../src/shared/model/ids.js'
import { environmentSchema } from '../../src/shared/model/settings.js'
import { FakeYarn } from '../support/fake-yarn.js'
import { testLab } from '../support/test-lab.js'

const porto = 'porto' as ClusterName
const shown: YarnMetrics = {
  vcoresUsed: 3,
  vcores: 8,
  memoryUsedBytes: 1_073_741_824,
  memoryBytes: 2_147_483_648,
  applications: 1,
  nodes: 1
}
const answer = {
  clusterMetrics: {
    allocatedVirtualCores: 3,
    totalVirtualCores: 8,
    allocatedMB: 1_024,
    totalMB: 2_048,
    appsRunning: 1,
    activeNodes: 1,
    lostNodes: 0
  }
}

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = null
})

async function serving(listener: RequestListener): Promise<Yarn> {
  server = createServer(listener)
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return restYarn(`http://127.0.0.1:${String(port)}`)
}

const restYarn = (yarn: string): Yarn =>
  new RestYarn({
    clock: new SystemClock(),
    environment: environmentSchema.parse({
      broker: { host: 'b', user: 'u' },
      secretsFile: '/s',
      clusters: [
        {
          name: porto,
          address: 'x',
          vhost: 'v',
          queue: 'q',
          webhdfs: 'http://x:1',
          yarn,
          workFolder: '/w',
          user: 'u'
        }
      ]
    })
  })

const subjects: readonly (readonly [string, () => Promise<Yarn>, () => Promise<Yarn>])[] = [
  [
    'FakeYarn',
    () => {
      const yarn = new FakeYarn([porto])
      yarn.shows(porto, shown)
      return Promise.resolve(yarn)
    },
    () => {
      const yarn = new FakeYarn([porto])
      yarn.silence(porto)
      return Promise.resolve(yarn)
    }
  ],
  [
    'RestYarn',
    () => serving((_request, response) => response.end(JSON.stringify(answer))),
    () => Promise.resolve(restYarn('http://127.0.0.1:9'))
  ]
]

describe.each(subjects)('%s', (_name, well, gone) => {
  test('tells how much of the cluster is in use', async () => {
    expect(await (await well()).metrics(porto, 3_000)).toEqual(shown)
  })

  test('says that nobody answers', async () => {
    const yarn = await gone()
    await expect(yarn.metrics(porto, 3_000)).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' })
  })

  test('knows only the clusters of its settings', async () => {
    const yarn = await well()
    await expect(yarn.metrics('nowhere' as ClusterName, 3_000)).rejects.toMatchObject({
      code: 'CLUSTER_UNKNOWN'
    })
  })
})

describe('RestYarn', () => {
  const refuses = async (listener: RequestListener, text: string): Promise<void> => {
    const yarn = await serving(listener)
    await expect(yarn.metrics(porto, 200)).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      message: expect.stringContaining(text) as string
    })
  }

  test('asks the path of the ResourceManager, also when the settings end with a slash', async () => {
    const urls: (string | undefined)[] = []
    await serving((request, response) => {
      urls.push(request.url)
      response.end(JSON.stringify(answer))
    })
    const { port } = server?.address() as AddressInfo
    await restYarn(`http://127.0.0.1:${String(port)}/`).metrics(porto, 3_000)
    expect(urls).toEqual(['/ws/v1/cluster/metrics'])
  })

  test('gives up a server that says nothing', () => refuses(() => undefined, 'no answer within'))

  test('gives up a server that sends a byte now and then', () =>
    refuses((_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write(' '), 50)
      response.on('close', () => clearInterval(timer))
    }, 'no answer within 0.2 s'))

  test('takes no other page for an answer', () =>
    refuses(
      (_request, response) => response.end('<html>login</html>'),
      'it answered something else'
    ))

  test('takes no figures that are none', () =>
    refuses(
      (_request, response) =>
        response.end(JSON.stringify({ clusterMetrics: { ...answer.clusterMetrics, totalMB: -1 } })),
      'it answered something else'
    ))

  test('does not follow a standby to somewhere else', () =>
    refuses((_request, response) => {
      response.writeHead(307, { location: 'http://127.0.0.1:9/' })
      response.end()
    }, 'it answered 307'))

  test('reads no endless answer', async () => {
    const yarn = await serving((_request, response) => {
      response.writeHead(200)
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(65_536), more)
      }
      more()
    })
    await expect(yarn.metrics(porto, 5_000)).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' })
  })
})

const lab = testLab()
test.runIf(lab !== null)('every ResourceManager of the lab tells its figures', async () => {
  const { environment } = lab!
  const yarn = new RestYarn({ environment, clock: new SystemClock() })
  const all = await Promise.all(environment.clusters.map(({ name }) => yarn.metrics(name, 5_000)))
  expect(all.map(({ nodes, vcores }) => [nodes, vcores > 0])).toEqual([
    [1, true],
    [1, true],
    [1, true]
  ])
})
