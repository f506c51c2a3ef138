/** `npm run check`: types, lint, fences, components and formatting; exit code 1 when one of them complains. */
import { main } from './setup/context.mjs'
import { setUp, stepsFor } from './setup/steps.mjs'
import { runChecks } from './testing/checks.mjs'

await main(async (context) => {
  await setUp(context, stepsFor({ product: false }))
  const { passed, failed } = await runChecks(context, 2)
  context.report.plain(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
})
