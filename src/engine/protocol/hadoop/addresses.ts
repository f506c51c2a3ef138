/**
 * Where the services of a Hadoop cluster are, from its site files and Hadoop's defaults.
 *
 * Defaults are those of `core-default.xml`, `hdfs-default.xml`, `yarn-default.xml` and `httpfs-default.xml` of Hadoop 3.4.2; the NameNode's web
 * server had 50070 and 50470 before Hadoop 3 (HDFS-9427). Nothing is asked here: whether somebody listens there, a probe tells.
 *
 * n.b. HttpFS of Hadoop 2 takes its port from HTTPFS_HTTP_PORT (`httpfs-env.sh`), and the one of Hadoop 3 prefers it to its file.
 */
import { ConsoleError } from '../../../shared/model/errors.js'
import { endpoint, portOf, standInFor, urlOf, type Endpoint, type StandIn } from './endpoint.js'
import type { SiteFile } from './site-file.js'
import { siteValues, type SiteValues, type Stated } from './site-values.js'

export { urlOf, type Endpoint } from './endpoint.js'
export type { Origin, Stated } from './site-values.js'

/** `null`: there is no such file. */
export interface SiteFiles {
  readonly core: SiteFile | null
  readonly hdfs: SiteFile | null
  readonly yarn: SiteFile | null
  readonly httpfs: SiteFile | null
}

export interface Machine {
  /** Of the machine whose files these are, as others reach it. */
  readonly address: string
  /** As `hadoop version` says, `3.4.2`; `null`: taken for a 3. */
  readonly hadoopVersion: string | null
}

export interface NameNode {
  /** `null`: without name services. */
  readonly nameservice: string | null
  /** `nn1`; `null`: the only one. */
  readonly id: string | null
  readonly rpc: Endpoint
  readonly web: Endpoint
  /** Base of WebHDFS, up to and with `/webhdfs/v1`. */
  readonly webHdfs: string
}

export interface ResourceManager {
  /** `rm1`; `null`: the only one. */
  readonly id: string | null
  readonly web: Endpoint
}

export interface HadoopAddresses {
  /** `fs.defaultFS` as it stands: `hdfs://h:8020`, `hdfs://nameservice`, `file:///`. */
  readonly defaultFileSystem: Stated
  /** More than one: several share the work, or wait for it (high availability). None: the default file system is no HDFS. */
  readonly nameNodes: readonly NameNode[]
  readonly resourceManagers: readonly ResourceManager[]
  /** Where HttpFS listens when it is started with these files. */
  readonly httpfs: Endpoint
}

/** @throws ConsoleError `BAD_CONFIGURATION` for an address that is none, or one that is missing among several NameNodes or ResourceManagers */
export function readAddresses(files: SiteFiles, machine: Machine): HadoopAddresses {
  const values = siteValues([files.core, files.hdfs, files.yarn], {
    'yarn.resourcemanager.hostname': '0.0.0.0'
  })
  const defaultFileSystem = values.find('fs.defaultFS', 'fs.default.name') ?? {
    value: 'file:///',
    from: { type: 'default', property: 'fs.defaultFS' }
  }
  return {
    defaultFileSystem,
    nameNodes: nameNodes(values, defaultFileSystem, machine),
    resourceManagers: resourceManagers(values, machine),
    httpfs: httpfs(siteValues([files.core, files.hdfs, files.httpfs]), machine)
  }
}

function nameNodes(values: SiteValues, fileSystem: Stated, machine: Machine): readonly NameNode[] {
  const [, authority = ''] = /^hdfs:\/\/([^/]*)/.exec(fileSystem.value) ?? []
  const isHdfs = fileSystem.value.startsWith('hdfs:')
  const services = values.list('dfs.nameservices')
  const rpcPort = {
    port: machine.hadoopVersion === '3.0.0' ? 9820 : 8020, // HDFS-12990 took it back
    property: 'dfs.namenode.rpc-address'
  }
  const self: StandIn = { host: machine.address, machine: 'this' }
  const one = (nameservice: string | null, id: string | null, rpc: Stated): NameNode => {
    const reached = endpoint('hdfs', rpc, rpcPort, self)
    const web = webOf(values, [nameservice, id], reached, machine)
    return { nameservice, id, rpc: reached, web, webHdfs: `${urlOf(web)}/webhdfs/v1` }
  }
  if (isHdfs && !services.includes(authority)) return [one(null, null, fileSystem)]
  if (services.length === 0) {
    const rpc = values.find('dfs.namenode.rpc-address')
    return rpc === null ? [] : [one(null, null, rpc)]
  }
  return services
    .filter((service) => !isHdfs || service === authority)
    .flatMap((service) => {
      const ids = values.list(`dfs.ha.namenodes.${service}`)
      return (ids.length === 0 ? [null] : ids).map((id) => {
        const suffix = [service, ...(id === null ? [] : [id])].join('.')
        const property = `dfs.namenode.rpc-address.${suffix}`
        const rpc = values.find(property)
        if (rpc === null) throw missing(property, `of the name service ${service}`)
        return one(service, id, rpc)
      })
    })
}

function webOf(
  values: SiteValues,
  suffix: readonly (string | null)[],
  rpc: Endpoint,
  machine: Machine
): Endpoint {
  const secure = values.find('dfs.http.policy')?.value === 'HTTPS_ONLY'
  const name = secure ? 'dfs.namenode.https-address' : 'dfs.namenode.http-address'
  const old = machine.hadoopVersion?.startsWith('2.') === true
  const port = secure ? (old ? 50470 : 9871) : old ? 50070 : 9870
  const parts = suffix.filter((part) => part !== null)
  const stated = values.find(
    ...(parts.length === 0 ? [] : [`${name}.${parts.join('.')}`]),
    name,
    secure ? 'dfs.https.address' : 'dfs.http.address'
  ) ?? { value: '0.0.0.0', from: { type: 'default', property: name } }
  const standIn = standInFor(rpc, machine.address)
  return endpoint(secure ? 'https' : 'http', stated, { port, property: name }, standIn)
}

function resourceManagers(values: SiteValues, machine: Machine): readonly ResourceManager[] {
  const secure = values.find('yarn.http.policy')?.value === 'HTTPS_ONLY'
  const property = `yarn.resourcemanager.webapp.${secure ? 'https.' : ''}address`
  const hostname = 'yarn.resourcemanager.hostname'
  const at = (stated: Stated): Endpoint =>
    endpoint(
      secure ? 'https' : 'http',
      stated,
      { port: secure ? 8090 : 8088, property },
      { host: machine.address, machine: 'this' }
    )
  const several = values.find('yarn.resourcemanager.ha.enabled')?.value === 'true'
  const ids = several ? values.list('yarn.resourcemanager.ha.rm-ids') : []
  if (ids.length > 0)
    return ids.map((id) => {
      const stated = values.find(`${property}.${id}`, `${hostname}.${id}`)
      if (stated === null) throw missing(`${hostname}.${id}`, 'of the ResourceManagers')
      return { id, web: at(stated) }
    })
  const stated = values.find(property, hostname)
  const fallback = { value: '0.0.0.0', from: { type: 'default', property: hostname } } as const
  return [{ id: null, web: at(stated ?? fallback) }]
}

function httpfs(values: SiteValues, machine: Machine): Endpoint {
  const [host, port] = ['httpfs.http.hostname', 'httpfs.http.port'] as const
  const secure = values.find('httpfs.ssl.enabled')?.value === 'true'
  const statedHost = values.find(host) ?? {
    value: '0.0.0.0',
    from: { type: 'default', property: host }
  }
  const statedPort = values.find(port) ?? {
    value: '14000',
    from: { type: 'default', property: port }
  }
  const listening = endpoint(
    secure ? 'https' : 'http',
    statedHost,
    { port: portOf(statedPort), property: port },
    { host: machine.address, machine: 'this' }
  )
  return { ...listening, portFrom: statedPort.from }
}

const missing = (property: string, whose: string): ConsoleError =>
  new ConsoleError('BAD_CONFIGURATION', `${property} is not set, the address of one ${whose}`, {
    hint: 'set it, or look whether a file that is included sets it',
    facts: { property }
  })
