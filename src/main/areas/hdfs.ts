/** The HDFS of a cluster. Paths of this machine come from dialogs here and never reach the page but as names. */
import type { hdfsCalls } from '@shared/ipc/areas/hdfs.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import type { ClusterName, RunId } from '@shared/model/ids.js'
import type { TransferView } from '@shared/model/transfer.js'
import { basename } from 'node:path'
import { latestOnly } from '../throttle.js'
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
  let leave = (): void => undefined

  const record = async <T>(
    environment: string,
    { cluster, what, call }: { cluster: ClusterName; what: string; call: string },
    work: () => Promise<T>
  ): Promise<T> =>
    desk
      .host()
      .record({ environment, target: { kind: 'cluster', name: cluster }, what, call }, work)
  /** Also those that other processes carry out: their files are as needed. */
  const liveRuns = (environment: string): readonly RunId[] =>
    desk.state.runs
      .filter((run) => run.live && run.environment === environment)
      .map(({ run }) => run)

  return {
    handlers: {
      'hdfs.look': async ({ cluster, path }) => done(await hosts().hdfs.look(cluster, path)),
      'hdfs.list': async ({ cluster, path, after: from }) =>
        done(await hosts().hdfs.part(cluster, path, from)),
      'hdfs.preview': async ({ cluster, path }) => done(await hosts().hdfs.preview(cluster, path)),
      'hdfs.summary': async ({ cluster, path }) => done(await hosts().hdfs.summary(cluster, path)),
      'hdfs.makeDirectory': async ({ cluster, folder, name }) => {
        const { name: environment, hosts: shown } = desk.workplace()
        const what = `made the HDFS directory ${name} in ${folder}`
        const call = `hdfs dfs -mkdir -p ${folder}/${name}`
        const make = () => shown.hdfs.makeDirectory(cluster, folder, name)
        return done(await record(environment, { cluster, what, call }, make))
      },
      'hdfs.remove': async ({ cluster, path, expected }) => {
        const { name: environment, hosts: shown } = desk.workplace()
        const { files, bytes } = expected
        const what = `deleted ${path} from HDFS, ${String(files)} files with ${String(bytes)} bytes`
        const call = `DELETE ${path}?op=DELETE&recursive=true`
        await record(environment, { cluster, what, call }, () =>
          shown.hdfs.remove(cluster, path, expected, liveRuns(environment))
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
        // n.b. what is sent goes on with the environment it was begun in, whichever is shown by then
        const { name: environment, hosts: shown } = desk.workplace()
        const { hdfs } = shown
        const prepared = hdfs.prepared(ticket)
        const { cluster, plan, sources } = prepared
        hdfs.forgetUpload(ticket)
        const waiting = [...sources]
        const send = async (): Promise<void> => {
          for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
            const each = file
            const how = replace.includes(each.path) ? 'replace' : 'keep'
            const what = `uploaded ${each.path} into ${plan.folder}, ${String(each.length)} bytes`
            const call = `PUT ${plan.folder}/${each.path}?op=CREATE`
            await record(environment, { cluster, what, call }, () =>
              hdfs.upload(prepared, each, how)
            ).catch(() => undefined) // it stands in the transfers, and in the log of actions
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
      leave()
      leave = () => undefined
      if (workplace === null) return
      const { transfers } = workplace.hosts
      const picture = latestOnly<readonly TransferView[]>(
        () => PICTURE_MS,
        (views) => push('transfers.changed', named(views)),
        after
      )
      transfers.listen(picture.push)
      leave = () => {
        transfers.listen(() => undefined)
        picture.stop()
      }
    },
    stop: () => leave()
  }
}

/** Without the folders of this machine. */
const named = (transfers: readonly TransferView[]): readonly TransferView[] =>
  transfers.map((transfer) => ({ ...transfer, local: basename(transfer.local) }))
