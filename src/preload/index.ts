/** The bridge: the contract's calls and events, and nothing of Electron's own. One bundled CommonJS file, for the sandbox. */
import { createConsoleApi } from '@shared/ipc/console-api.js'
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'

contextBridge.exposeInMainWorld(
  'medusa',
  createConsoleApi({
    invoke: (channel, params) => ipcRenderer.invoke(channel, params),
    subscribe: (channel, listener) => {
      // the event object would hand the page a way to Electron's IPC
      const relay = (_event: IpcRendererEvent, payload: unknown): void => listener(payload)
      ipcRenderer.on(channel, relay)
      return () => ipcRenderer.off(channel, relay)
    }
  })
)
