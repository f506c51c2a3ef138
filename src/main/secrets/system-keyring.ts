/**
 * The system's keyring, as Electron's safeStorage offers it.
 *
 * n.b. without a keyring Linux would "encrypt" with a password that stands in Chromium's source (`basic_text`): that is no keyring, and
 * setUsePlainTextEncryption is never called.
 * @see https://www.electronjs.org/docs/latest/api/safe-storage
 */
import { safeStorage } from 'electron'
import type { Keyring } from './cipher.js'

export function systemKeyring(): Keyring {
  const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : null
  if (backend === 'basic_text' || backend === 'unknown')
    return {
      available: false,
      why: 'this system has no keyring (neither GNOME Keyring nor KWallet answers)'
    }
  if (!safeStorage.isEncryptionAvailable())
    return { available: false, why: 'this system’s keyring is locked or does not answer' }
  return {
    available: true,
    why: backend === null ? 'the system’s keyring' : backend.replaceAll('_', ' '),
    cipher: {
      encrypt: (text) => safeStorage.encryptString(text),
      decrypt: (encrypted) => safeStorage.decryptString(encrypted)
    }
  }
}
