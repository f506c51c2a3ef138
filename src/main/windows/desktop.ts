/** Dialogs, clipboard, file manager and theme of the desktop, for one window. */
import { ConsoleError } from '@shared/model/errors.js'
import { clipboard, dialog, nativeTheme, shell, type BrowserWindow } from 'electron'
import type { Desktop } from '../areas/area.js'
import type { Preferences } from '../settings/preferences.js'

export function createDesktop(window: BrowserWindow, preferences: Preferences): Desktop {
  return {
    chooseJobFile: async () => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title: 'Open job file',
        buttonLabel: 'Start run',
        properties: ['openFile'],
        filters: [
          { name: 'Job files', extensions: ['yaml', 'yml', 'json'] },
          { name: 'All files', extensions: ['*'] }
        ]
      })
      return filePaths[0] ?? null
    },
    chooseFolder: async () => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title: 'Fetch output into a folder',
        buttonLabel: 'Fetch here',
        properties: ['openDirectory', 'createDirectory']
      })
      return filePaths[0] ?? null
    },
    chooseSaveFile: async ({ title, button, name }) => {
      const { filePath, canceled } = await dialog.showSaveDialog(window, {
        title,
        buttonLabel: button,
        // n.b. a name from a cluster: what would lead into another folder is taken out
        defaultPath: name.replace(/[/\\]/g, '_'),
        properties: ['createDirectory', 'showOverwriteConfirmation']
      })
      return canceled || filePath === '' ? null : filePath
    },
    chooseFiles: async ({ title, button }) => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title,
        buttonLabel: button,
        properties: ['openFile', 'multiSelections']
      })
      return filePaths
    },
    chooseSettingsFiles: async () => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title: 'Import settings: an export, or Medusa’s settings.json and celeryconfig.py together',
        buttonLabel: 'Look at it',
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: 'Settings', extensions: ['json', 'py'] },
          { name: 'All files', extensions: ['*'] }
        ]
      })
      return filePaths
    },
    chooseSettingsTarget: async () => {
      const { filePath, canceled } = await dialog.showSaveDialog(window, {
        title: 'Export settings, without secrets',
        buttonLabel: 'Export',
        defaultPath: 'medusa-settings.json',
        filters: [{ name: 'Settings', extensions: ['json'] }]
      })
      return canceled || filePath === '' ? null : filePath
    },
    showFolder: async (folder) => {
      const problem = await shell.openPath(folder)
      if (problem !== '')
        throw new ConsoleError('NOT_AVAILABLE', `the folder ${folder} could not be shown`, {
          hint: problem
        })
    },
    writeClipboard: (text) => clipboard.writeText(text),
    readClipboard: () => clipboard.readText(),
    applyTheme: (theme) => {
      nativeTheme.themeSource = theme
      void preferences.keep({ theme })
    },
    keep: (change) => void preferences.keep(change)
  }
}
