/** Hadoop's configuration files: `<configuration>` with one `<property>` a name. */

/** @returns the text of a `*-site.xml`; names in the order given */
export function configurationXml(
  properties: Readonly<Record<string, string | number | boolean>>
): string {
  const lines = Object.entries(properties).map(
    ([name, value]) =>
      `  <property><name>${escapeXml(name)}</name><value>${escapeXml(String(value))}</value></property>`
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<configuration>',
    ...lines,
    '</configuration>',
    ''
  ].join('\n')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;'
}
const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
