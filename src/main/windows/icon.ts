/** The window's picture, for desktops that do not take it from the desktop entry. A checkout has it among its resources, a package beside its archive. */
import { app, nativeImage, type NativeImage } from 'electron'
import { join } from 'node:path'

/** Empty where there is none, as in the tests' window: then the desktop shows one of its own. */
export function windowIcon(): NativeImage {
  const folder = app.isPackaged
    ? join(process.resourcesPath, 'medusa/icons')
    : join(app.getAppPath(), 'resources/desktop/icons')
  return nativeImage.createFromPath(join(folder, '128.png'))
}
