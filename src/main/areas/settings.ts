/** Settings: read, checked, saved, kept in versions; secrets given and forgotten. */
import type { settingsCalls } from '@shared/ipc/areas/settings.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import { replaceFile } from '../../engine/adapters/files/atomic.js'
import { readImportFiles } from '../settings/import-files.js'
import type { SettingsDesk } from '../settings/settings-desk.js'
import { watchSettings } from '../settings/watch-settings.js'
import { done, type Area, type AreaContext } from './area.js'

export function settingsArea({
  desk,
  desktop,
  push
}: AreaContext): Area<HandlersOf<typeof settingsCalls>> {
  const settings = (): SettingsDesk => desk.host().settings
  let stopWatching: (() => void) | null = null
  let known: string | null = null

  /** What was saved here or elsewhere counts from now on. */
  const told = async (revision: string, what: 'settings' | 'secrets' = 'settings'): Promise<void> => {
    known = revision
    push('settings.changed', { revision })
    await desk.settingsChanged(what)
  }
  const look = async (): Promise<void> => {
    const revision = await settings().noticeChange()
    if (revision !== known) await told(revision)
  }
  const changedSecrets = async (): Promise<void> =>
    told((await settings().view(desk.opened())).revision, 'secrets')

  return {
    handlers: {
      'settings.read': async () => done(await settings().view(desk.opened())),
      'settings.check': async ({ text }) => done(await settings().check(text, desk.opened())),
      'settings.save': async ({ text, revision, what }) => {
        const saved = await settings().save(text, revision, what, desk.opened())
        if (saved.saved) await told(saved.view.revision)
        return done(saved)
      },
      'settings.restore': async ({ version }) => {
        const saved = await settings().restore(version, desk.opened())
        if (saved.saved) await told(saved.view.revision)
        return done(saved)
      },
      'settings.version': async ({ version }) => done(await settings().versionText(version)),
      'settings.export': async () => {
        const file = await desktop.chooseSettingsTarget()
        if (file === null) return done(null)
        await replaceFile(file, await settings().exportText(), 'durable')
        return done({ file })
      },
      'settings.import': async () => {
        const files = await desktop.chooseSettingsFiles()
        return done(
          files.length === 0 ? null : await settings().import(await readImportFiles(files))
        )
      },
      'settings.keepDraft': async ({ text, revision }) =>
        done(await settings().keepDraft(text, revision)),
      'settings.dropDraft': async () => {
        await settings().dropDraft()
        return done(null)
      },
      'settings.damaged': async () => done(await settings().damagedText()),
      'secrets.set': async ({ environment, name, value }) => {
        const place = await settings().setSecret(environment, name, value)
        await changedSecrets()
        return done(place)
      },
      'secrets.forget': async ({ environment, name }) => {
        await settings().forgetSecret(environment, name)
        await changedSecrets()
        return done(null)
      },
      'secrets.keepFound': async ({ ticket }) => {
        const kept = await settings().keepFound(ticket)
        if (kept > 0) await changedSecrets()
        return done(kept)
      }
    },
    // the first time the program is loaded, so there is something to watch with
    show: () => {
      if (stopWatching !== null) return
      stopWatching = watchSettings(settings().file, () => void look().catch(() => undefined)) // the page's next reading says it
      void settings()
        .noticeChange()
        .then(
          (revision) => (known ??= revision),
          () => undefined // reading the settings says it, where it can be shown
        )
    },
    stop: () => stopWatching?.()
  }
}
