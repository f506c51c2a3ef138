/** Clusters over ssh: terminals, logs, one command on several. What has an effect there goes into the log of actions. */
import type { hostCalls } from '@shared/ipc/areas/hosts.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import { ConsoleError } from '@shared/model/errors.js'
import type { HostResult } from '@shared/model/host-command.js'
import type { ClusterName } from '@shared/model/ids.js'
import type { TerminalView } from '@shared/model/terminal.js'
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { CommandPicture } from '../../engine/index.js'
import { latestOnly, type Throttle } from '../throttle.js'
import type { Workplace } from '../workplace.js'
import { done, type Area, type AreaContext } from './area.js'
import { commandAsText } from './command-text.js'
import { loggedCommand } from './logged-command.js'

/** Between two pictures of a command that writes, of each so many bytes: 5 MiB a second at most go to the page. */
const PICTURE_MS = 200
const PICTURE_BYTES = 1024 * 1024

export function hostArea(context: AreaContext): Area<HandlersOf<typeof hostCalls>> {
  const { desk, desktop, after, push } = context
  const hosts = (): Workplace['hosts'] => desk.workplace().hosts
  let leave = (): void => undefined
  /** One an environment, also while another one is shown: its terminals end whoever looks. */
  const ends = new WeakMap<Workplace, (view: TerminalView) => void>()

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

  return {
    handlers: {
      'terminals.open': async ({ cluster, cols, rows }) => {
        const { terminals } = hosts()
        const call = `ssh ${terminals.view(cluster).address ?? cluster}`
        await record(cluster, 'opened a terminal', call, () =>
          terminals.open(cluster, { cols, rows })
        )
        return done(null)
      },
      'terminals.attach': ({ cluster }) => Promise.resolve(done(hosts().terminals.attach(cluster))),
      'terminals.detach': ({ cluster }) => {
        hosts().terminals.detach(cluster)
        return Promise.resolve(done(null))
      },
      'terminals.write': ({ cluster, text }) => {
        hosts().terminals.write(cluster, text)
        return Promise.resolve(done(null))
      },
      'terminals.resize': ({ cluster, cols, rows }) => {
        hosts().terminals.resize(cluster, { cols, rows })
        return Promise.resolve(done(null))
      },
      'terminals.drawn': ({ cluster, session, position }) => {
        hosts().terminals.drawn(cluster, session, position)
        return Promise.resolve(done(null))
      },
      'terminals.close': ({ cluster }) => {
        hosts().terminals.close(cluster)
        return Promise.resolve(done(null))
      },
      'terminals.clipboard': () => Promise.resolve(done(desktop.readClipboard())),

      'logs.list': async ({ cluster }) => done(await hosts().logs.list(cluster)),
      'logs.follow': async ({ cluster, path, lines }) =>
        done(await hosts().logs.follow(cluster, path, lines)),
      'logs.stop': () => {
        hosts().logs.stop()
        return Promise.resolve(done(null))
      },
      'logs.save': async ({ cluster, path }) => {
        const shown = hosts()
        shown.logs.listed(cluster, path)
        const target = await desktop.chooseSaveFile({
          title: `Save ${basename(path)} of ${cluster}`,
          button: 'Save',
          name: `${cluster}-${basename(path)}`
        })
        if (target === null) return done(null)
        void shown.saveLog(cluster, path, target).catch(() => undefined) // it stands in the transfers
        return done({ file: basename(target) })
      },

      'commands.run': ({ command, clusters, limitSeconds }) => {
        const { id, ends } = hosts().commands.start({ command, clusters, limitSeconds })
        const call = loggedCommand(command)
        for (const [cluster, end] of ends)
          void record(cluster, 'ran a command', call, async () => assertRan(await end)).catch(
            () => undefined // it stands in the results
          )
        return Promise.resolve(done(id))
      },
      'commands.stop': ({ id }) => {
        hosts().commands.stop(id)
        return Promise.resolve(done(null))
      },
      'commands.history': () => Promise.resolve(done(hosts().commands.history())),
      'commands.save': async ({ id }) => {
        const run = hosts()
          .commands.history()
          .find((each) => each.id === id)
        if (run === undefined)
          throw new ConsoleError('BAD_INPUT', `no command "${id}" was run in this window`)
        const target = await desktop.chooseSaveFile({
          title: 'Save the results of a command',
          button: 'Save',
          name: 'command-results.txt'
        })
        if (target === null) return done(null)
        await writeFile(target, commandAsText(run), { mode: 0o600 })
        return done({ file: basename(target) })
      }
    },
    show: (workplace) => {
      leave()
      leave = () => undefined
      if (workplace === null) return
      const { terminals, logs, commands } = workplace.hosts
      const ended = ends.get(workplace) ?? terminalEnds(workplace.name, context)
      ends.set(workplace, ended)
      const pictures = new Map<string, Throttle<CommandPicture>>()
      terminals.listen({
        onChange: (view) => {
          ended(view)
          push('terminals.changed', view)
        },
        onOutput: (output) => push('terminals.output', output)
      })
      logs.listen({
        onLines: (follow, lines) => push('logs.lines', { follow, lines }),
        onEnd: (follow, why) => push('logs.ended', { follow, why })
      })
      commands.listen((latest) => {
        const picture =
          pictures.get(latest.id) ??
          latestOnly<CommandPicture>(
            ({ bytes }) => PICTURE_MS * Math.max(1, bytes / PICTURE_BYTES),
            ({ read }) => push('commands.changed', read()),
            after
          )
        pictures.set(latest.id, picture)
        picture.push(latest)
      })
      // n.b. it may stay open for its runs: numbers and clusters of another one are called the same
      leave = () => {
        terminals.listen({ onChange: ended, onOutput: () => undefined })
        terminals.detachAll()
        logs.listen({ onLines: () => undefined, onEnd: () => undefined })
        logs.stop()
        commands.listen(() => undefined)
        pictures.forEach((picture) => picture.stop())
      }
    },
    stop: () => leave()
  }
}

/** The end of a terminal is written down as its opening is: when somebody closed it, and when the link was lost. */
function terminalEnds(environment: string, { desk }: AreaContext): (view: TerminalView) => void {
  const open = new Set<number>()
  return ({ cluster, session, state, address }) => {
    if (state.type === 'open') open.add(session)
    if (state.type !== 'ended' || !open.delete(session)) return
    const call = `ssh ${address ?? cluster}`
    const target = { kind: 'cluster', name: cluster } as const
    void desk
      .host()
      .record({ environment, target, what: 'the terminal was closed', call }, () =>
        state.lost ? Promise.reject(new ConsoleError('SSH_FAILED', state.why)) : Promise.resolve()
      )
      .catch(() => undefined) // it stands in the terminal
  }
}

/** For the log of actions: a command that could not be run, was stopped, or failed. */
function assertRan(result: HostResult): void {
  const { state, exitCode, signal, error } = result
  if (error !== null) throw new ConsoleError(error.code, error.message)
  if (state === 'stopped' || state === 'timed-out')
    throw new ConsoleError('INTERRUPTED', state === 'stopped' ? 'stopped' : 'its time was over')
  if (exitCode !== 0)
    throw new ConsoleError(
      'TASK_FAILED',
      signal === null ? `exit code ${String(exitCode)}` : `ended by ${signal}`
    )
}
