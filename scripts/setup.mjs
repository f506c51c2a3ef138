/** `npm run setup [-- --only npm,build]`: everything the product, its lab, its window and its tests need. */
import { main } from './setup/context.mjs'
import { duration } from './setup/report.mjs'
import { setUp, stepsFor } from './setup/steps.mjs'
import { only } from './setup/only.mjs'

await main(async (context) => {
  const start = performance.now()
  const steps = stepsFor({ lab: true, window: true, tests: true })
  const chosen = only(
    process.argv.slice(2),
    steps.map((step) => step.name)
  )
  const done = await setUp(
    context,
    steps.filter((step) => chosen.includes(step.name))
  )
  const took = duration(performance.now() - start)
  context.report.line('set-up', done === 0 ? `nothing to do (${took})` : `complete (${took})`)
})
