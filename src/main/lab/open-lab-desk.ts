/** Puts the window's lab together: this machine, this program, this window's desk. */
import { ConsoleError } from '@shared/model/errors.js'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { cacheRoot, hadoopFolder, product } from '../../lab/index.js'
import type { AreaContext } from '../areas/area.js'
import type { ConsoleDesk } from '../console-desk.js'
import { installationOf, type Installation, type Missing, type Rights } from './installation.js'
import { LabDesk } from './lab-desk.js'
import { labMachine } from './lab-machine.js'
import type { Programs } from './programs.js'

/** The environment the lab writes about itself. */
export const LAB = 'lab'

/** @throws ConsoleError `NOT_AVAILABLE` while the engine is still being loaded: the state folder is not known yet */
export function openLabDesk({ desk, programs, labBase, now, after, push }: AreaContext): LabDesk {
  const { state, record } = desk.host()
  return new LabDesk({
    machine: labMachine(state, labBase),
    programs,
    record,
    installationOf: (missing) => installationHere(missing, programs),
    state,
    base: labBase,
    showLab: () => opened(desk, () => desk.chooseEnvironment(LAB)),
    showLabAnew: () =>
      opened(desk, () =>
        desk.state.environment === LAB ? desk.settingsChanged() : desk.chooseEnvironment(LAB)
      ),
    runs: {
      start: (jobFile) => desk.starts.start(jobFile, false, LAB),
      whenOver: (run) => desk.engineOf(run).whenOver(run)
    },
    now,
    after,
    onChange: (view) => push('lab.view', view)
  })
}

async function opened(desk: ConsoleDesk, open: () => Promise<void>): Promise<void> {
  await open()
  const { engine } = desk.state
  if (engine.type !== 'failed') return
  const { code, message, hint } = engine.error
  throw new ConsoleError(code, message, hint === undefined ? {} : { hint })
}

async function installationHere(
  missing: Missing,
  programs: Programs
): Promise<Installation | null> {
  if (missing.packages.length === 0 && missing.hadoop) return null
  const { packaged, root, resources } = product()
  return installationOf(missing, await rightsHere(programs), {
    packaged,
    root,
    pom: join(resources, 'lab-hadoop', 'pom.xml'),
    jars: join(hadoopFolder(cacheRoot()), 'lib')
  })
}

async function rightsHere(programs: Programs): Promise<Rights> {
  const [apt, maven, sudo] = await Promise.all(['apt-get', 'mvn', 'sudo'].map(onPath))
  return {
    root: process.getuid?.() === 0,
    apt: apt === true,
    maven: maven === true,
    sudo: sudo === true && (await sudoWithoutPassword(programs))
  }
}

async function sudoWithoutPassword(programs: Programs): Promise<boolean> {
  const command = { program: 'sudo', args: ['-n', 'true'] }
  const quiet = { onLine: () => undefined, signal: AbortSignal.timeout(5_000) }
  return (await programs.run(command, quiet)).code === 0
}

async function onPath(name: string): Promise<boolean> {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = await Promise.all(
    folders.map((folder) =>
      access(join(folder, name)).then(
        () => true,
        () => false
      )
    )
  )
  return found.includes(true)
}
