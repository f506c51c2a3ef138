/**
 * Entry of the main process: only the net, so that a failure at import ends with exit code 70 and its stack, not with a dialog
 * box that hangs whoever started us. Everything else is in app.ts.
 */
import { app } from 'electron'
import { inspect } from 'node:util'

const die = (cause: unknown): void => {
  process.stderr.write(`${inspect(cause)}\n`)
  app.exit(70)
}
process.on('uncaughtException', die)
process.on('unhandledRejection', die)

await import('./app.js').catch(die)
