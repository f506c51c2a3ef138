#!/usr/bin/env node
/** The command line: `medusa …`. */
import { main } from './program.js'

process.exitCode = await main(process.argv.slice(2))
