/**
 * Entry of the main process: only the net, so that a failure at import ends with exit code 70 and its stack, not with a dialog
 * box that hangs whoever started us. Everything else is in app.ts.
 *
 * With `--cli` this program is the command line, before anything of Electron starts: no display, no profile, the same exit codes. A
 * package needs no Node beside it this way, and its fuses may stay shut.
 */
import { app } from 'electron'
import { inspect } from 'node:util'
import { commandLineOf } from './arguments.js'

const die = (cause: unknown): void => {
  process.stderr.write(`${inspect(cause)}\n`)
  app.exit(70)
}
process.on('uncaughtException', die)
process.on('unhandledRejection', die)

const command = commandLineOf(process.argv)
if (command === null) await import('./app.js').catch(die)
else {
  const { main } = await import('../cli/program.js')
  // n.b. Electron would go on to open its display when this module is done
  process.exit(await main(command))
}
