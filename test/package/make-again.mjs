/** Makes the package once more, into the folder that is given: a process of its own, as a second builder is. */
import { openContext } from '../../scripts/setup/context.mjs'
import { makePackage } from '../../scripts/package/make.mjs'

const [output = ''] = process.argv.slice(2)
const { context } = openContext()
await makePackage(context, { output, deb: true })
process.exit(0)
