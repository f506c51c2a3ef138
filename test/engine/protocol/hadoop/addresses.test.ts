import { describe, expect, test } from 'vitest'
import {
  readAddresses,
  urlOf,
  type HadoopAddresses,
  type SiteFiles
} from '../../../../src/engine/protocol/hadoop/addresses.js'
import { readSiteFile, type SiteFile } from '../../../../src/engine/protocol/hadoop/site-file.js'

type Values = Readonly<Record<string, string>>
const site = (file: string, values: Values | undefined): SiteFile | null =>
  values === undefined
    ? null
    : readSiteFile(
        `<configuration>\n${Object.entries(values)
          .map(
            ([name, value]) => `<property><name>${name}</name><value>${value}</value></property>\n`
          )
          .join('')}</configuration>`,
        file
      )
const read = (
  values: Partial<Record<keyof SiteFiles, Values>>,
  hadoopVersion: string | null = '3.4.2'
): HadoopAddresses =>
  readAddresses(
    {
      core: site('core-site.xml', values.core),
      hdfs: site('hdfs-site.xml', values.hdfs),
      yarn: site('yarn-site.xml', values.yarn),
      httpfs: site('httpfs-site.xml', values.httpfs)
    },
    { address: 'master.x', hadoopVersion }
  )
const urls = (...args: Parameters<typeof read>): unknown => {
  const { nameNodes, resourceManagers, httpfs } = read(...args)
  return {
    rpc: nameNodes.map(({ rpc }) => urlOf(rpc)),
    webHdfs: nameNodes.map(({ webHdfs }) => webHdfs),
    yarn: resourceManagers.map(({ web }) => urlOf(web)),
    httpfs: urlOf(httpfs)
  }
}

test('without files everything is a default, and there is no HDFS', () => {
  expect(read({}).defaultFileSystem).toEqual({
    value: 'file:///',
    from: { type: 'default', property: 'fs.defaultFS' }
  })
  expect(urls({})).toEqual({
    rpc: [],
    webHdfs: [],
    yarn: ['http://master.x:8088'],
    httpfs: 'http://master.x:14000'
  })
})

test('says of each part whether it is configured, a default, or stands in', () => {
  const { nameNodes, httpfs } = read({
    core: { 'fs.defaultFS': ' hdfs://nn.x:9000/ ' },
    httpfs: { 'httpfs.http.port': '14002' }
  })
  const fs = { type: 'file', file: 'core-site.xml', property: 'fs.defaultFS', line: 2 }
  const http = { type: 'default', property: 'dfs.namenode.http-address' }
  expect(nameNodes).toEqual([
    {
      nameservice: null,
      id: null,
      rpc: { scheme: 'hdfs', host: 'nn.x', port: 9000, hostFrom: fs, portFrom: fs },
      web: {
        scheme: 'http',
        host: 'nn.x',
        port: 9870,
        hostFrom: { type: 'stand-in', machine: 'name-node', of: http },
        portFrom: http
      },
      webHdfs: 'http://nn.x:9870/webhdfs/v1'
    }
  ])
  expect(httpfs).toEqual({
    scheme: 'http',
    host: 'master.x',
    port: 14002,
    hostFrom: {
      type: 'stand-in',
      machine: 'this',
      of: { type: 'default', property: 'httpfs.http.hostname' }
    },
    portFrom: { type: 'file', file: 'httpfs-site.xml', property: 'httpfs.http.port', line: 2 }
  })
})

describe('WebHDFS', () => {
  const core = { 'fs.defaultFS': 'hdfs://nn.x' }
  test.each<[string, Values, string | null, string]>([
    ['of Hadoop 3', {}, '3.4.2', 'http://nn.x:9870'],
    ['of a Hadoop nobody knows', {}, null, 'http://nn.x:9870'],
    ['of Hadoop 2', {}, '2.10.2', 'http://nn.x:50070'],
    ['with TLS', { 'dfs.http.policy': 'HTTPS_ONLY' }, '3.4.2', 'https://nn.x:9871'],
    ['with TLS of Hadoop 2', { 'dfs.http.policy': 'HTTPS_ONLY' }, '2.7.0', 'https://nn.x:50470'],
    ['with and without TLS', { 'dfs.http.policy': 'HTTP_AND_HTTPS' }, '3.4.2', 'http://nn.x:9870'],
    ['elsewhere', { 'dfs.namenode.http-address': 'web.x:1' }, '3.4.2', 'http://web.x:1'],
    ['on every address', { 'dfs.namenode.http-address': '0.0.0.0:1' }, '3.4.2', 'http://nn.x:1'],
    ['on every IPv6 address', { 'dfs.namenode.http-address': '[::]:1' }, '3.4.2', 'http://nn.x:1'],
    ['on IPv6', { 'dfs.namenode.http-address': '[fe80::1]:1' }, '3.4.2', 'http://[fe80::1]:1'],
    ['by its old name', { 'dfs.http.address': 'web.x:1' }, '2.7.0', 'http://web.x:1']
  ])('%s', (_, hdfs, version, expected) => {
    expect(urls({ core, hdfs }, version)).toMatchObject({ webHdfs: [`${expected}/webhdfs/v1`] })
  })

  test('of a NameNode that calls itself localhost is reached by the address of its machine', () => {
    const { nameNodes } = read({ core: { 'fs.default.name': 'hdfs://localhost:9000' } })
    expect(nameNodes[0]).toMatchObject({
      rpc: { host: 'localhost', port: 9000 },
      web: { host: 'master.x', hostFrom: { type: 'stand-in', machine: 'this' } }
    })
  })
})

test('a RPC port that is not given is Hadoop’s', () => {
  const core = { 'fs.defaultFS': 'hdfs://nn.x' }
  expect(urls({ core })).toMatchObject({ rpc: ['hdfs://nn.x:8020'] })
  expect(urls({ core }, '3.0.0')).toMatchObject({ rpc: ['hdfs://nn.x:9820'] })
})

describe('several NameNodes', () => {
  const core = { 'fs.defaultFS': 'hdfs://porto' }
  const hdfs = {
    'dfs.nameservices': 'porto, faro',
    'dfs.ha.namenodes.porto': 'nn1,nn2',
    'dfs.namenode.rpc-address.porto.nn1': 'a.x:8020',
    'dfs.namenode.rpc-address.porto.nn2': 'b.x:8020',
    'dfs.namenode.http-address.porto.nn2': 'b.x:1',
    'dfs.namenode.rpc-address.faro': 'c.x:9000'
  }

  test('are those of the name service of the default file system', () => {
    const { nameNodes } = read({ core, hdfs })
    expect(nameNodes.map(({ nameservice, id, webHdfs }) => [nameservice, id, webHdfs])).toEqual([
      ['porto', 'nn1', 'http://a.x:9870/webhdfs/v1'],
      ['porto', 'nn2', 'http://b.x:1/webhdfs/v1']
    ])
  })

  test('are all of them when the default file system spans them', () => {
    expect(urls({ core: { 'fs.defaultFS': 'viewfs://x' }, hdfs })).toMatchObject({
      rpc: ['hdfs://a.x:8020', 'hdfs://b.x:8020', 'hdfs://c.x:9000']
    })
  })

  test('must all be known', () => {
    const less = Object.fromEntries(
      Object.entries(hdfs).filter(([name]) => name !== 'dfs.namenode.rpc-address.porto.nn2')
    )
    expect(() => read({ core, hdfs: less })).toThrow(
      expect.objectContaining({
        code: 'BAD_CONFIGURATION',
        message:
          'dfs.namenode.rpc-address.porto.nn2 is not set, the address of one of the name service porto'
      }) as Error
    )
  })
})

describe('YARN', () => {
  const hostname = { 'yarn.resourcemanager.hostname': 'rm.x' }
  test.each<[string, Values, readonly string[]]>([
    ['by its host name', hostname, ['http://rm.x:8088']],
    [
      'by a reference to it',
      { ...hostname, 'yarn.resourcemanager.webapp.address': '${yarn.resourcemanager.hostname}:1' },
      ['http://rm.x:1']
    ],
    [
      'by a reference to the default',
      { 'yarn.resourcemanager.webapp.address': '${yarn.resourcemanager.hostname}:1' },
      ['http://master.x:1']
    ],
    ['with TLS', { ...hostname, 'yarn.http.policy': 'HTTPS_ONLY' }, ['https://rm.x:8090']],
    [
      'several times',
      {
        'yarn.resourcemanager.ha.enabled': 'true',
        'yarn.resourcemanager.ha.rm-ids': 'rm1,rm2',
        'yarn.resourcemanager.hostname.rm1': 'a.x',
        'yarn.resourcemanager.webapp.address.rm2': 'b.x:1'
      },
      ['http://a.x:8088', 'http://b.x:1']
    ]
  ])('is found %s', (_, yarn, expected) => {
    expect(urls({ yarn })).toMatchObject({ yarn: expected })
  })
})

test.each<[Partial<Record<keyof SiteFiles, Values>>, RegExp]>([
  [{ core: { 'fs.defaultFS': 'hdfs://a:b:c' } }, /^core-site\.xml:2: fs\.defaultFS: no address/],
  [{ core: { 'fs.defaultFS': 'hdfs://a:99999' } }, /no address of the form host:port/],
  [{ core: { 'fs.defaultFS': 'hdfs://${nowhere}' } }, /no address of the form host:port/],
  [{ httpfs: { 'httpfs.http.port': 'x' } }, /^httpfs-site\.xml:2: httpfs\.http\.port: no port: "x"/]
])('%j is refused', (values, message) => {
  expect(() => read(values)).toThrow(message)
})

test('a later file overrides an earlier one, unless that says final', () => {
  const core = readSiteFile(
    '<configuration><property><name>dfs.namenode.http-address</name><value>a.x:1</value><final>true</final></property></configuration>',
    'core'
  )
  const hdfs = site('hdfs', { 'dfs.namenode.http-address': 'b.x:1', 'fs.defaultFS': 'hdfs://c.x' })
  const { nameNodes } = readAddresses(
    { core, hdfs, yarn: null, httpfs: null },
    { address: 'm', hadoopVersion: null }
  )
  expect(nameNodes.map(({ web }) => urlOf(web))).toEqual(['http://a.x:1'])
})
