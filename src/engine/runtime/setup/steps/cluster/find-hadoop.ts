/**
 * Looks for Hadoop on a host: where somebody said, in the environment (of a login shell, too), in PATH, in the usual places.
 *
 * Arguments: HADOOP_HOME and JAVA_HOME as somebody said, or empty. Writes `key=value` lines.
 */
export const FIND_HADOOP = `
said=$1; java=$2
login() { bash -lc "printf %s \\"\\\${$1:-}\\"" 2>/dev/null </dev/null || true; }
try() { [ -n "$1" ] && [ -x "$1/bin/hadoop" ] && home=$(cd -- "$1" && pwd -P); }
home=
if [ -n "$said" ]; then try "$said" || true; else
  try "\${HADOOP_HOME:-}" || try "$(login HADOOP_HOME)" || {
    there=$(command -v hadoop || bash -lc 'command -v hadoop' 2>/dev/null </dev/null || true)
    if [ -n "$there" ]; then there=$(readlink -f -- "$there"); try "\${there%/bin/hadoop}" || true; fi
  }
  if [ -z "$home" ]; then
    for each in "$HOME"/hadoop* "$HOME"/*/hadoop* /opt/hadoop* /opt/*/hadoop* /usr/local/hadoop* /usr/lib/hadoop /srv/hadoop*; do
      if try "$each"; then break; fi
    done
  fi
fi
echo "home=$home"
[ -n "$home" ] || exit 0
for each in "\${HADOOP_CONF_DIR:-}" "$(login HADOOP_CONF_DIR)" "$home/etc/hadoop" "$home/conf" /etc/hadoop/conf /etc/hadoop; do
  if [ -n "$each" ] && [ -f "$each/core-site.xml" ]; then echo "conf=$each"; break; fi
done
[ -n "$java" ] || java=\${JAVA_HOME:-}
[ -n "$java" ] || java=$(login JAVA_HOME)
if [ -z "$java" ]; then
  there=$(command -v java || true)
  if [ -n "$there" ]; then there=$(readlink -f -- "$there"); java=\${there%/bin/java}; fi
fi
echo "java=$java"
said=$(\${java:+env JAVA_HOME="$java"} "$home/bin/hadoop" version 2>&1 </dev/null) || true
echo "version=$(printf '%s\\n' "$said" | sed -n 's/^Hadoop //p' | head -n 1)"
echo "trouble=$(printf '%s\\n' "$said" | tail -n 1)"
`

export interface FoundHadoop {
  readonly home: string | null
  readonly conf: string | null
  readonly java: string | null
  readonly version: string | null
  /** Last line of \`hadoop version\`. */
  readonly trouble: string
}

export function readFound(text: string): FoundHadoop {
  const values = new Map(
    text.split('\n').map((line) => {
      const [key = '', ...rest] = line.split('=')
      return [key, rest.join('=')] as const
    })
  )
  const of = (key: string): string | null => values.get(key) || null
  return {
    home: of('home'),
    conf: of('conf'),
    java: of('java'),
    version: of('version'),
    trouble: values.get('trouble') ?? ''
  }
}
