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
  const settings = async (): Promise<SettingsDesk> => {
    await desk.whenLoaded()
    return desk.host().settings
  }
  let stopWatching: (() => void) | null = null
  let known: string | null = null

  /** What was saved here or elsewhere counts from now on. */
  const told = (revision: string, counts = () => desk.settingsChanged()): void => {
    known = revision
    push('settings.changed', { revision })
    void counts().catch(() => undefined) // opening takes as long as the broker does; what goes wrong stands in the state
  }
  const look = async (): Promise<void> => {
    const revision = await (await settings()).noticeChange()
    if (revision !== known) told(revision)
  }
  const changedSecrets = async (environments: readonly string[]): Promise<void> => {
    const revision = await (await settings()).noticeChange()
    for (const environment of new Set(environments))
      told(revision, () => desk.secretsChanged(environment))
  }

  return {
    handlers: {
      'settings.read': async () => done(await (await settings()).view(desk.opened())),
      'settings.check': async ({ text }) =>
        done(await (await settings()).check(text, desk.opened())),
      'settings.save': async ({ text, revision, what }) => {
        const saved = await (await settings()).save(text, revision, what, desk.opened())
        if (saved.saved) told(saved.view.revision)
        return done(saved)
      },
      'settings.restore': async ({ version }) => {
        const saved = await (await settings()).restore(version, desk.opened())
        if (saved.saved) told(saved.view.revision)
        return done(saved)
      },
      'settings.version': async ({ version }) =>
        done(await (await settings()).versionText(version)),
      'settings.export': async () => {
        const file = await desktop.chooseSettingsTarget()
        if (file === null) return done(null)
        await replaceFile(file, await (await settings()).exportText(), 'durable')
        return done({ file })
      },
      'settings.import': async () => {
        const files = await desktop.chooseSettingsFiles()
        return done(
          files.length === 0 ? null : await (await settings()).import(await readImportFiles(files))
        )
      },
      'settings.keepDraft': async ({ text, revision }) =>
        done(await (await settings()).keepDraft(text, revision)),
      'settings.dropDraft': async () => {
        await (await settings()).dropDraft()
        return done(null)
      },
      'settings.damaged': async () => done(await (await settings()).damagedText()),
      'secrets.set': async ({ environment, name, value }) => {
        const place = await (await settings()).setSecret(environment, name, value)
        await changedSecrets([environment])
        return done(place)
      },
      'secrets.forget': async ({ environment, name }) => {
        await (await settings()).forgetSecret(environment, name)
        await changedSecrets([environment])
        return done(null)
      },
      'secrets.keepFound': async ({ ticket }) => {
        const kept = await (await settings()).keepFound(ticket)
        if (kept.length > 0) await changedSecrets(kept.map(({ environment }) => environment))
        return done(kept.length)
      }
    },
    // the first time the program is loaded, so there is something to watch with
    show: () => {
      if (stopWatching !== null) return
      const { settings: shown } = desk.host()
      stopWatching = watchSettings(shown.file, () => void look().catch(() => undefined)) // the page's next reading says it
      void shown.noticeChange().then(
        (revision) => (known ??= revision),
        () => undefined // reading the settings says it, where it can be shown
      )
    },
    stop: () => stopWatching?.()
  }
}
