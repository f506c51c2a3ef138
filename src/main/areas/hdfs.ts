/** The HDFS of a cluster. Paths of this machine come from dialogs here and never reach the page but as names. */
import type { hdfsCalls } from '@shared/ipc/areas/hdfs.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import type { ClusterName, RunId } from '@shared/model/ids.js'
import type { TransferView } from '@shared/model/transfer.js'
import { basename } from 'node:path'
import { latestOnly, type Throttle } from '../throttle.js'
import type { Workplace } from '../workplace.js'
import { done, type Area, type AreaContext } from './area.js'

/** Between two pictures of the transfers. */
const PICTURE_MS = 200
/** Files of one upload that are sent at the same time. */
const AT_ONCE = 3

export function hdfsArea({
  desk,
  desktop,
  after,
  push
}: AreaContext): Area<HandlersOf<typeof hdfsCalls>> {
  const hosts = (): Workplace['hosts'] => desk.workplace().hosts
  let picture: Throttle<readonly TransferView[]> | null = null

  const record = <T>(cluster: ClusterName, what: string, call: string, work: () => Promise<T>) =>
    desk.host().record(
      {
        environment: desk.workplace().name,
        target: { kind: 'cluster', name: cluster },
        what,
        call
      },
      work
    )
  /** Also those that other processes carry out: their files are as needed. */
  const liveRuns = (): readonly RunId[] =>
    desk.state.runs
      .filter(({ live, environment }) => live && environment === desk.workplace().name)
      .map(({ run }) => run)

  return {
    handlers: {
      'hdfs.look': async ({ cluster, path }) => done(await hosts().hdfs.look(cluster, path)),
      'hdfs.list': async ({ cluster, path, after: from }) =>
        done(await hosts().hdfs.part(cluster, path, from)),
      'hdfs.preview': async ({ cluster, path }) => done(await hosts().hdfs.preview(cluster, path)),
      'hdfs.summary': async ({ cluster, path }) => done(await hosts().hdfs.summary(cluster, path)),
      'hdfs.makeDirectory': async ({ cluster, folder, name }) =>
        done(
          await record(
            cluster,
            `made the HDFS directory ${name} in ${folder}`,
            `hdfs dfs -mkdir -p ${folder}/${name}`,
            () => hosts().hdfs.makeDirectory(cluster, folder, name)
          )
        ),
      'hdfs.remove': async ({ cluster, path, expected }) => {
        const { files, bytes } = expected
        await record(
          cluster,
          `deleted ${path} from HDFS, ${String(files)} files with ${String(bytes)} bytes`,
          `DELETE ${path}?op=DELETE&recursive=true`,
          () => hosts().hdfs.remove(cluster, path, expected, liveRuns())
        )
        return done(null)
      },
      'hdfs.download': async ({ cluster, path }) => {
        const shown = hosts()
        const { path: exact } = await shown.hdfs.look(cluster, path)
        const target = await desktop.chooseSaveFile({
          title: `Download ${basename(exact)} from ${cluster}`,
          button: 'Download',
          name: basename(exact)
        })
        if (target === null) return done(null)
        void shown.hdfs.download(cluster, exact, target).catch(() => undefined) // it stands in the transfers
        return done({ file: basename(target) })
      },
      'hdfs.chooseUpload': async ({ cluster, folder }) => {
        const shown = hosts()
        const chosen = await desktop.chooseFiles({
          title: `Upload into ${folder} on ${cluster}`,
          button: 'Upload'
        })
        return done(
          chosen.length === 0 ? null : await shown.hdfs.prepareUpload(cluster, folder, chosen)
        )
      },
      'hdfs.upload': ({ ticket, replace }) => {
        const { hdfs } = hosts()
        const prepared = hdfs.prepared(ticket)
        const { cluster, plan, sources } = prepared
        hdfs.forgetUpload(ticket)
        const waiting = [...sources]
        const send = async (): Promise<void> => {
          for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
            const each = file
            const how = replace.includes(each.path) ? 'replace' : 'keep'
            await record(
              cluster,
              `uploaded ${each.path} into ${plan.folder}, ${String(each.length)} bytes`,
              `PUT ${plan.folder}/${each.path}?op=CREATE`,
              () => hdfs.upload(prepared, each, how)
            ).catch(() => undefined) // it stands in the transfers
          }
        }
        for (let sender = 0; sender < AT_ONCE; sender += 1) void send()
        return Promise.resolve(done(null))
      },
      'transfers.read': () => Promise.resolve(done(named(hosts().transfers.all()))),
      'transfers.cancel': ({ id }) => {
        hosts().transfers.cancel(id)
        return Promise.resolve(done(null))
      },
      'transfers.dismiss': () => {
        hosts().transfers.dismiss()
        return Promise.resolve(done(null))
      }
    },
    show: (workplace) => {
      picture?.stop()
      picture = null
      if (workplace === null) return
      const shown = latestOnly<readonly TransferView[]>(
        () => PICTURE_MS,
        (transfers) => push('transfers.changed', named(transfers)),
        after
      )
      picture = shown
      workplace.hosts.transfers.listen((transfers) => shown.push(transfers))
    },
    stop: () => picture?.stop()
  }
}

/** Without the folders of this machine. */
const named = (transfers: readonly TransferView[]): readonly TransferView[] =>
  transfers.map((transfer) => ({ ...transfer, local: basename(transfer.local) }))
