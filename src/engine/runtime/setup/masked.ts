/**
 * Configuration as it may be shown and written down: values of properties that are secrets are `…`.
 *
 * A difference shows lines around a change, and core-site.xml holds keys of object stores in plain text.
 */

/** n.b. names of files with secrets (`….secret.file`) are no secrets. */
const SECRET_NAME =
  /(password|passphrase|secret|credential|token|access[._-]?key)(?!.*\.(file|path|location|dir|provider))/i
const PROPERTY = /(<name>\s*)([^<]*?)(\s*<\/name>\s*<value>)([^<]*)(<\/value>)/g
const VALUE_FIRST = /(<value>)([^<]*)(<\/value>\s*<name>\s*)([^<]*?)(\s*<\/name>)/g
const SETTING = /^(\s*[\w.]*(?:pass|password|secret|passphrase)[\w.]*\s*=\s*)(\S.*)$/gim

/** @param path - of the file: its ending says what is in it */
export function masked(path: string, text: string): string {
  if (path.endsWith('.xml'))
    return text
      .replace(
        PROPERTY,
        (all, open: string, name: string, middle: string, _value, close: string) =>
          SECRET_NAME.test(name) ? `${open}${name}${middle}…${close}` : all
      )
      .replace(
        VALUE_FIRST,
        (all, open: string, _value, middle: string, name: string, close: string) =>
          SECRET_NAME.test(name) ? `${open}…${middle}${name}${close}` : all
      )
  return path.endsWith('.conf') ? text.replace(SETTING, '$1…') : text
}
