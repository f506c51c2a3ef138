/** The guided set-up. Set-ups stay open when another environment is shown, and end with the window. */
import type { setupCalls } from '@shared/ipc/areas/setup.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import { formOfSite, siteOfForm } from '@shared/model/site-form.js'
import { LAB } from '../../engine/compose-setup.js'
import { SetupDesks } from '../setup/setup-desks.js'
import { done, type Area, type AreaContext } from './area.js'

/** What of a name the settings do not take; `null`: nothing. @internal */
export function nameIssue(name: string): string | null {
  if (name === LAB) return 'the lab of this machine has this name'
  if (name !== name.trim()) return 'the name begins or ends with a space'
  return /\p{Cc}/u.test(name) ? 'the name has a character that cannot be seen' : null
}

export function setupArea({
  desk,
  now,
  after,
  push
}: AreaContext): Area<HandlersOf<typeof setupCalls>> {
  const setups = new SetupDesks({
    host: () => desk.host().setups,
    now,
    after,
    onView: (view) => push('setup.view', view),
    // n.b. what goes wrong with opening it stands in the console's state
    onEnvironment: (environment) =>
      void desk
        .secretsChanged(environment)
        .then(() => desk.settingsChanged())
        .catch(() => undefined)
  })
  return {
    handlers: {
      'setup.list': async () => done(await desk.host().setups.list()),
      'setup.site': async ({ environment }) => {
        const site = await desk.host().setups.site(environment)
        return done(site === null ? null : formOfSite(site))
      },
      'setup.saveSite': async ({ environment, site: form }) => {
        const wrongName = nameIssue(environment)
        if (wrongName !== null)
          return done({
            saved: false as const,
            issues: [{ field: 'environment', message: wrongName }]
          })
        const { setups: host, record } = desk.host()
        const made = siteOfForm(form, await host.site(environment))
        if ('issues' in made) return done({ saved: false as const, issues: made.issues })
        const words = {
          environment,
          target: { kind: 'settings', name: 'set-up' } as const,
          what: `said what ${environment} consists of: ${String(made.site.clusters.length)} clusters`
        }
        await record(words, () => host.saveSite(environment, made.site))
        return done({ saved: true as const, environment })
      },
      'setup.hostKey': async ({ host, port, user, hostKeyType }) =>
        done(
          await desk.host().setups.hostKey({
            host,
            port,
            user,
            ...(hostKeyType === undefined ? {} : { hostKeyType })
          })
        ),
      'setup.open': async ({ environment }) => done(await setups.open(environment)),
      'setup.work': async ({ environment, mend, without }) => {
        ;(await setups.of(environment)).work(mend, without)
        return done(null)
      },
      'setup.step': async ({ environment, step, act }) => {
        ;(await setups.of(environment)).step(step, act)
        return done(null)
      },
      'setup.stop': async ({ environment }) => {
        ;(await setups.of(environment)).stop()
        return done(null)
      },
      'setup.sudo': async ({ environment, target, password }) => {
        ;(await setups.of(environment)).giveSudoPassword(target, password)
        return done(null)
      },
      'setup.administrator': async ({ environment, password }) => {
        await (await setups.of(environment)).giveAdministrator(password)
        return done(null)
      },
      'setup.leave': ({ environment }) => {
        setups.leave(environment)
        return Promise.resolve(done(null))
      },
      'setup.close': async ({ environment }) => {
        await setups.close(environment)
        return done(null)
      }
    },
    stop: () => void setups.closeAll().catch(() => undefined) // n.b. a lock that stays names a process that is gone
  }
}
