import { expect, test } from 'vitest'
import {
  coreSite,
  hdfsSite,
  mapredSite,
  yarnSite,
  type HadoopCloud
} from '../../src/lab/hadoop-configuration.js'
import { configurationXml } from '../../src/lab/xml.js'

const cloud: HadoopCloud = {
  address: '127.0.7.1',
  folder: '/lab/clouds/aveiro',
  user: 'medusa-lab',
  library: '/cache/hadoop/lib',
  jvm: ['-XX:+UseSerialGC', '-XX:SharedArchiveFile=/cache/lab/a.jsa'],
  proxy: true
}

test('a configuration file escapes what XML would take for markup', () => {
  expect(configurationXml({ a: 1, 'b&c': '<"x">', d: true })).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<configuration>',
      '  <property><name>a</name><value>1</value></property>',
      '  <property><name>b&amp;c</name><value>&lt;&quot;x&quot;&gt;</value></property>',
      '  <property><name>d</name><value>true</value></property>',
      '</configuration>',
      ''
    ].join('\n')
  )
})

test("every address in the configuration is the cloud's own", () => {
  const values = Object.values({ ...coreSite(cloud), ...hdfsSite(cloud), ...yarnSite(cloud) })
  const addresses = values.map(String).flatMap((value) => value.match(/\d+\.\d+\.\d+\.\d+/g) ?? [])
  expect(addresses.length).toBeGreaterThan(8)
  expect(new Set(addresses)).toEqual(new Set(['127.0.7.1']))
})

test('its user may speak for others only where it is said', () => {
  const proxies = (proxy: boolean) =>
    Object.keys(coreSite({ ...cloud, proxy })).filter((name) => name.includes('proxyuser'))
  expect(proxies(true)).toEqual([
    'hadoop.proxyuser.medusa-lab.hosts',
    'hadoop.proxyuser.medusa-lab.groups'
  ])
  expect(proxies(false)).toEqual([])
})

test('nothing of a cloud is kept in /tmp, where clouds would meet', () => {
  const folders = Object.entries({ ...coreSite(cloud), ...hdfsSite(cloud), ...yarnSite(cloud) })
    .filter(([name]) => /\.(dir|root-dir|(log|local)-dirs)$/.test(name))
    .map(([, value]) => String(value).replace('file://', ''))
  expect(folders).toHaveLength(7)
  expect(folders.filter((folder) => !folder.startsWith(`${cloud.folder}/`))).toEqual([])
})

test("a container's class path begins with the jars, as the archive of class data does", () => {
  expect(mapredSite(cloud)['mapreduce.map.java.opts']).toBe(
    '-Xmx384m -XX:+UseSerialGC -XX:SharedArchiveFile=/cache/lab/a.jsa ' +
      '-cp /cache/hadoop/lib/*:/lab/clouds/aveiro/conf:.:job.jar/*:job.jar/classes/:job.jar/lib/*:./*'
  )
})
