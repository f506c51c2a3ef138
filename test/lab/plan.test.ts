import { expect, test } from 'vitest'
import { cloudNames, listensOn, planLab } from '../../src/lab/plan.js'

const shape = { folder: '/var/lib/medusa/lab', clouds: 3, user: 'medusa-lab' }

test('gives each cloud an address of its own and the usual places', () => {
  const { clouds, broker } = planLab(shape)
  expect(clouds.map(({ name, address }) => `${name} ${address}`)).toEqual([
    'porto 127.0.1.1',
    'lisbon 127.0.2.1',
    'faro 127.0.3.1'
  ])
  expect(clouds[1]).toEqual({
    name: 'lisbon',
    address: '127.0.2.1',
    folder: '/var/lib/medusa/lab/clouds/lisbon',
    vhost: 'medusa-lisbon',
    queue: 'medusa.lisbon',
    webhdfs: 'http://127.0.2.1:9870/webhdfs/v1',
    httpfs: 'http://127.0.2.1:14000/webhdfs/v1',
    peers: 'http://127.0.2.1:14001/webhdfs/v1',
    yarn: 'http://127.0.2.1:8088',
    workFolder: '/user/medusa-lab/medusa'
  })
  expect(broker.address).toBe('127.0.0.1')
})

test('labs with different bases share neither an address with a port nor a node name', () => {
  const places = (base: number) =>
    listensOn(planLab({ ...shape, clouds: cloudNames.length, base })).map(
      ({ address, port }) => `${address}:${port}`
    )
  const all = [...places(0), ...places(40)]
  expect(new Set(all).size).toBe(all.length)
  const nodes = [0, 40].map((base) => planLab({ ...shape, base }).broker.nodeName)
  expect(new Set(nodes).size).toBe(2)
})

test("only a bare lab listens for ssh at its broker's address", () => {
  const ssh = (bare: boolean) =>
    listensOn(planLab({ ...shape, bare })).filter(({ what }) => what === "ssh of the broker's host")
  expect(ssh(true)).toEqual([
    { address: '127.0.0.1', port: 2222, what: "ssh of the broker's host" }
  ])
  expect(ssh(false)).toEqual([])
})

test.each([0, 10, 1.5, Number.NaN])('refuses %s clouds, naming the range', (clouds) => {
  expect(() => planLab({ ...shape, clouds })).toThrow(`1 to 9 clouds, got ${clouds}`)
})

test('refuses a base beyond the addresses, and a folder configuration files cannot carry', () => {
  expect(() => planLab({ ...shape, base: 241 })).toThrow('0 to 240, got 241')
  expect(() => planLab({ ...shape, folder: '/tmp/my lab' })).toThrow('"/tmp/my lab"')
})
