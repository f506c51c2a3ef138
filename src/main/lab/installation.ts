/**
 * What installs the things a lab misses. In a checkout the project's own set-up does it, which also keeps services off that come with
 * the packages; a package of the console has no such scripts and names the commands behind them.
 */
import type { LabRemedy } from '@shared/ipc/lab-view.js'
import type { Command } from './programs.js'

export interface Missing {
  /** Debian packages. */
  readonly packages: readonly string[]
  /** Are Hadoop's jars there? */
  readonly hadoop: boolean
}

export interface Rights {
  readonly root: boolean
  /** Does `sudo -n true` succeed? */
  readonly sudo: boolean
  readonly apt: boolean
  readonly maven: boolean
}

export interface Places {
  readonly packaged: boolean
  /** The checkout. */
  readonly root: string
  /** Names Hadoop's jars for Maven. */
  readonly pom: string
  /** Where the jars belong. */
  readonly jars: string
}

export interface Installation {
  readonly remedy: LabRemedy
  /** As they are run; empty where they may not be. */
  readonly commands: readonly Command[]
}

const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies'

/** @returns `null` when nothing is missing that a command installs */
export function installationOf(
  missing: Missing,
  rights: Rights,
  places: Places
): Installation | null {
  if (missing.packages.length === 0 && missing.hadoop) return null
  const packages = [...missing.packages, ...(missing.hadoop || rights.maven ? [] : ['maven'])]
  const asRoot = packages.length > 0
  const runnable = !asRoot || (rights.apt && (rights.root || rights.sudo))
  const commands = commandsFor(packages, missing, rights, places, runnable)
  return {
    remedy: { commands: commands.map(typed), runnable, why: runnable ? null : whyNot(rights) },
    commands: runnable ? commands : []
  }
}

function commandsFor(
  packages: readonly string[],
  missing: Missing,
  rights: Rights,
  { packaged, root, pom, jars }: Places,
  runnable: boolean
): readonly Command[] {
  const setup = (only: string): Command => ({
    program: 'npm',
    args: ['run', 'setup', '--', '--only', only],
    folder: root
  })
  if (!packaged && runnable)
    return [
      setup(
        [...(packages.length > 0 ? ['debian'] : []), ...(missing.hadoop ? [] : ['hadoop'])].join(
          ','
        )
      )
    ]
  const prefix = rights.root ? [] : rights.sudo ? ['sudo', '-n'] : ['sudo']
  const [program = '', ...args] = [
    ...prefix,
    'apt-get',
    'install',
    '-y',
    '--no-install-recommends',
    ...packages
  ]
  const maven: Command = {
    program: 'mvn',
    args: ['-B', '-f', pom, PLUGIN, '-DincludeScope=runtime', `-DoutputDirectory=${jars}`]
  }
  return [
    ...(packages.length === 0 ? [] : [{ program, args }]),
    ...(missing.hadoop ? [] : [packaged ? maven : setup('hadoop')])
  ]
}

const whyNot = ({ apt }: Rights): string =>
  apt
    ? 'Installing packages needs root, and sudo asks for a password here.'
    : 'This is neither Debian nor a relative of it: install what these packages hold by its own means.'

/** As one would type it. */
const typed = ({ program, args, folder }: Command): string => {
  const line = [program, ...args].join(' ')
  return folder === undefined ? line : `cd ${folder} && ${line}`
}
