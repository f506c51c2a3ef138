/** The commands, their options and examples. What they do stands in `commands/`. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { exitCode, type ExitCode } from '../shared/model/errors.js'
import type { DemoOptions } from './commands/demo.js'
import type { DiffOptions } from './commands/diff.js'
import type { DoctorOptions } from './commands/doctor.js'
import type { SetupOptions } from './commands/setup.js'
import type { ImportOptions } from './commands/import.js'
import type { LabUpOptions } from './commands/lab.js'
import type { RunOptions } from './commands/run.js'
import { endWithTheReader, processOutput, tellError } from './output/output.js'
import { stateRoot } from '../lab/folders.js'
import { version } from './checkout.js'
import { FAULT_HELP, faultNames } from './fault-help.js'
import type { CommonOptions } from './session.js'
import { breakKindLines, isPersons } from '../lab/breaks/kinds.js'

const EXAMPLES = `
Examples:
  npx medusa lab up                     three real clouds on this machine
  npx medusa hello                      the hostname of every connected cluster
  npx medusa run resources/examples/wordcount.yaml
  npx medusa run job.yaml --json --report report.json
  npx medusa fetch r-20261121-k3x9ab results/

Exit codes:
  0 verified/done   1 unexpected   2 bad input   3 not verified   4 too few clusters   130 interrupted
`

const UP_HELP = `
All of it lies in "lab" below the state folder. Outside stay a cache of class data (MEDUSA_CACHE names another place)
and, when root starts it, the system user medusa-lab with the home /var/lib/medusa/home: nothing runs as root.
`

const SETUP_HELP = `
Nothing is changed without --yes. What is done once is not done twice, so it may be run again at any time, also
after a crash. Files get a copy with their date beside them; every act stands in the log of actions.

Examples:
  npx medusa lab up --bare && npx medusa setup --yes
  npx medusa setup --environment stable --broker mq --cluster porto=porto lisbon=alice@lisbon.example.org
  npx medusa setup --environment stable --yes
  npx medusa setup --environment stable --undo porto/impersonation

Exit codes:
  0 set up   1 something critical is left   2 bad input   130 interrupted
`

const DIFF_HELP = `
Compared are an agreeing attempt and the first outvoted one; in a run that was not verified one of each of
the two largest groups. Files are compared by the manifests of the run, blocks by digests that both clusters
make, and only the block with the first difference, 64 KiB at most, and the line around it are read here.

Examples:
  npx medusa diff r-20261121-k3x9ab
  npx medusa diff r-20261121-k3x9ab part-r-00001 --clusters lisbon porto
  npx medusa diff r-20261121-k3x9ab --unit count --json

Exit codes:
  0 told, whether they differ or not   1 a cluster does not help, or the output is gone   2 bad input
  3 the answers of the clusters contradict each other, so that no difference can be shown (one serves other
    bytes than it digested, for example); or the run is not over
`

/** @returns the documented exit code; never throws */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  endWithTheReader(process)
  let code: ExitCode = exitCode.done
  const program = build((result) => {
    code = result
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (thrown) {
    if (thrown instanceof CommanderError)
      return thrown.exitCode === 0 ? exitCode.done : exitCode.badInput
    return tellError(thrown, processOutput(argv.includes('--json')))
  }
}

type Done = (code: ExitCode) => void

function build(done: Done): Command {
  const program = new Command('medusa')
  program
    .description('Runs MapReduce on several clouds at once and votes on what they answer.')
    .version(version(), '--version', 'print the version')
    .exitOverride()
    .showHelpAfterError('(medusa --help shows what there is)')
    .addHelpText('after', EXAMPLES)
  addRunCommands(program, done)
  addLabCommands(program, done)
  return program
}

/** Commands are loaded when they are called: `medusa --help` needs no broker and no ssh. */
function addRunCommands(program: Command, done: Done): void {
  common(program.command('hello'))
    .description("the quick test: prints every connected cluster's hostname")
    .action(async (options: CommonOptions) => {
      done(await (await import('./commands/hello.js')).hello(options))
    })
  common(program.command('run'))
    .description('carry a job through on several clouds and tell the verdict')
    .argument('<file>', 'job file, YAML or JSON')
    .option('--report <file>', 'write the report to this file, as JSON')
    .option('--faults <n>', 'how many clusters may be faulty; replaces the job file’s', natural)
    .option('--seed <n>', 'seed of the random ranking; replaces the job file’s', natural)
    .option('--accept-weaker', 'run with fewer than 2f + 1 clusters')
    .action(async (file: string, options: RunOptions) => {
      done(await (await import('./commands/run.js')).run(file, options))
    })
  common(program.command('runs'))
    .description('the runs there are, or the report of one')
    .argument('[run]', 'id of a run')
    .action(async (run: string | undefined, options: CommonOptions) => {
      done(await (await import('./commands/runs.js')).runs(run, options))
    })
  common(program.command('fetch'))
    .description('bring the published output of a run here, every byte checked')
    .argument('<run>', 'id of a run')
    .argument('<dir>', 'folder, made when missing')
    .action(async (run: string, folder: string, options: CommonOptions) => {
      done(await (await import('./commands/fetch.js')).fetch(run, folder, options))
    })
  common(program.command('diff'))
    .description('the first difference between the outputs of two attempts: file, byte, line')
    .argument('<run>', 'id of a run that is over')
    .argument(
      '[file]',
      'a file of the output, for example part-r-00001; else the first that differs'
    )
    .option('--unit <id>', 'which job or chunk; needed when outputs of several differ')
    .option('--attempts <ids...>', 'ids of two attempts')
    .option('--clusters <names...>', 'names of two clusters')
    .addHelpText('after', DIFF_HELP)
    .action(async (run: string, file: string | undefined, options: DiffOptions) => {
      done(await (await import('./commands/diff.js')).diff(run, file, options))
    })
  common(program.command('import'))
    .description(
      'turn files of Medusa 1.0 or 2.0 into those of this console: a job (XML) into a job file; settings.json, clusters.json and celeryconfig.py into settings'
    )
    .argument('<files...>', 'one XML file; or files of settings that belong together')
    .option('--output <file>', 'write the result here, a new file; otherwise it is printed')
    .action(async (files: readonly string[], options: ImportOptions) => {
      done(await (await import('./commands/import.js')).importFiles(files, options))
    })
  common(program.command('setup'))
    .description(
      'from bare hosts to a verified run: shows what is missing and what it would do; with --yes it does it'
    )
    .option('--yes', 'carry out what is shown')
    .option('--site <file>', 'what is to be set up: machines of the broker and of the clusters')
    .option(
      '--broker <host>',
      'machine of the broker: [USER@]HOST[:PORT], or a name of ~/.ssh/config'
    )
    .option('--cluster <name=host...>', 'machines of the clusters, for example porto=alice@porto')
    .option('--identity <file>', 'private key for hosts that ~/.ssh/config does not know')
    .option('--accept <fingerprints...>', 'host keys that were compared already: SHA256:…')
    .option('--sudo <file>', 'password of sudo on the hosts, where it asks: a 0600 file, or "-"')
    .option('--undo <step>', 'take back what was done for a step, for example porto/httpfs')
    .option('--without <clusters...>', 'leave these clusters out')
    .addHelpText('after', SETUP_HELP)
    .action(async (options: SetupOptions) => {
      done(await (await import('./commands/setup.js')).setup(options))
    })
  common(program.command('doctor'))
    .description('look at everything a run needs: what is wrong, why it matters, what mends it')
    .argument('[cluster]', 'this cluster alone, with the broker')
    .option('--fix', 'mend what can be mended from here')
    .option('--sudo <file>', 'password of sudo on the hosts, where it asks: a 0600 file, or "-"')
    .action(async (cluster: string | undefined, options: DoctorOptions) => {
      done(await (await import('./commands/doctor.js')).doctor(cluster, options))
    })
  common(program.command('demo'))
    .description('three clouds, one of them lies: watch the vote catch it')
    .option('--no-window', 'only on the terminal')
    .option('--keep', 'leave the lab up')
    .addOption(new Option('--clouds <n>', 'how many clouds').argParser(natural).default(3))
    .option('--output <dir>', 'where the result is written', 'demo-output')
    .action(async (options: DemoOptions) => {
      done(await (await import('./commands/demo.js')).demo(options))
    })
}

function addLabCommands(program: Command, done: Done): void {
  const lab = program
    .command('lab')
    .description('real clouds in a box on this machine')
    .exitOverride()
  common(lab.command('up'))
    .description('start RabbitMQ and the clouds')
    .addHelpText('after', UP_HELP)
    .addOption(new Option('--clouds <n>', 'how many, 1 to 9').argParser(natural).default(3))
    .addOption(
      new Option('--base <n>', 'cloud K listens at 127.0.(base+K).1').argParser(natural).default(0)
    )
    .option('--bare', 'as machines are before any set-up: Hadoop, an empty broker, ssh')
    .action(async (options: LabUpOptions) => {
      done(await (await import('./commands/lab.js')).up(options))
    })
  common(lab.command('down'))
    .description('stop everything; what was computed stays until the next up')
    .action(async (options: CommonOptions) => {
      done(await (await import('./commands/lab.js')).down(options))
    })
  common(lab.command('status'))
    .description('what runs where')
    .action(async (options: CommonOptions) => {
      done(await (await import('./commands/lab.js')).status(options))
    })
  common(lab.command('fault'))
    .description('make a cloud misbehave until it is healed')
    .argument('<cloud>', 'name of a cloud, see "medusa lab status"')
    .argument('<kind>', `one of: ${faultNames}`)
    .addHelpText('after', FAULT_HELP)
    .action(async (cloud: string, kind: string, options: CommonOptions) => {
      done(await (await import('./commands/lab.js')).fault(cloud, kind, options))
    })
  common(lab.command('heal'))
    .description('end the faults of a cloud')
    .argument('<cloud>')
    .action(async (cloud: string, options: CommonOptions) => {
      done(await (await import('./commands/lab.js')).heal(cloud, options))
    })
  common(lab.command('break'))
    .description('break a bare lab that was set up in one way, to see the doctor find and mend it')
    .argument('<kind>', 'one of those below')
    .argument('[cloud]', 'for the kinds that break a cloud')
    .addHelpText('after', () => `\nKinds:\n${breakKindLines()}\n`)
    .action(async (kind: string, cloud: string | undefined, options: CommonOptions) => {
      done(await (await import('./commands/lab.js')).breakOne(kind, cloud, options))
    })
  common(lab.command('mend'))
    .description('take back a break that the doctor cannot mend, as a person would')
    .argument('<kind>', 'one of those below')
    .argument('[cloud]')
    .addHelpText('after', () => `\nKinds:\n${breakKindLines(isPersons)}\n`)
    .action(async (kind: string, cloud: string | undefined, options: CommonOptions) => {
      done(await (await import('./commands/lab.js')).mendOne(kind, cloud, options))
    })
}

function common(command: Command): Command {
  return command
    .exitOverride()
    .option('--environment <name>', 'environment of the settings; "lab" is the lab')
    .option('--state <dir>', `folder for runs, log and lab (default: ${stateRoot()})`)
    .option(
      '--secrets <file>',
      'secrets that no file of the settings has: a 0600 file, or "-" for standard input'
    )
    .option('--json', 'one JSON object a line on stdout, nothing else')
}

function natural(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value
  throw new InvalidArgumentError(`a whole number ≥ 0 is needed, got "${text}".`)
}
