/**
 * Why a command of RabbitMQ's tools failed, from what it printed.
 *
 * The texts are those of RabbitMQ 3.10.8 on Debian 12, each provoked for real (`test/engine/protocol/rabbit/fixtures`). Exit codes are those of
 * `sysexits.h`; several failures share 69, and a tool that cannot reach its node tells more in its "DIAGNOSTICS".
 */

/** `node` is `rabbit@host`, as the tool tried it; `null`: not said. */
export type RabbitCliFailure =
  /** Nothing of that name is registered on its machine, and nothing else is: the server is stopped. */
  | { readonly type: 'node-not-running'; readonly node: string | null }
  /** Others run there: the name is wrong (host name changed, long names), or this one is stopped. */
  | {
      readonly type: 'other-nodes-running'
      readonly node: string | null
      readonly others: readonly string[]
    }
  /** The server runs, its RabbitMQ does not: `rabbitmqctl start_app`. */
  | { readonly type: 'application-stopped' }
  /** The host in the node's name cannot be resolved. */
  | { readonly type: 'host-unknown'; readonly host: string }
  /** No port mapper (epmd) answers there: stopped, or a firewall. */
  | { readonly type: 'host-unreachable'; readonly host: string; readonly reason: string }
  /** The node listens and does not let the tool in: another cookie; rarely other host names, or TLS between nodes. */
  | { readonly type: 'cookie-differs'; readonly node: string | null }
  /** The cookie file may be read by others: `chmod 400`. */
  | { readonly type: 'cookie-mode'; readonly file: string }
  /** The cookie file cannot be read or made: another Unix user, no home folder. `reason` is Erlang's: `eacces`, `enoent`. */
  | { readonly type: 'cookie-unreadable'; readonly file: string; readonly reason: string }
  /** The Unix user may not: only root or rabbitmq, or sudo refused. */
  | { readonly type: 'not-permitted'; readonly by: 'rabbitmq' | 'sudo' }
  /** Could not connect; `rabbitmq-diagnostics ping` does not say why, `rabbitmqctl status` does. */
  | { readonly type: 'no-connection'; readonly node: string | null }
  | { readonly type: 'timed-out'; readonly node: string | null }
  | { readonly type: 'tool-missing' }
  | { readonly type: 'user-exists'; readonly user: string }
  | { readonly type: 'user-missing'; readonly user: string }
  | { readonly type: 'vhost-missing'; readonly vhost: string }
  | { readonly type: 'wrong-password'; readonly user: string }
  | { readonly type: 'plugin-missing'; readonly plugins: readonly string[] }
  /** `text`: its first telling line. */
  | { readonly type: 'other'; readonly text: string; readonly exitCode: number }

type Found = readonly (string | undefined)[]
type Explain = (found: Found, said: string) => RabbitCliFailure

/** The first that is found counts: what explains others stands before them. */
const FAILURES: readonly (readonly [said: RegExp, explain: Explain])[] = [
  [/Only root or rabbitmq (?:should|can) run/, () => ({ type: 'not-permitted', by: 'rabbitmq' })],
  [
    /^sudo: (?:a password is required|a terminal is required|.*not allowed)|is not in the sudoers file|is not allowed to (?:execute|run sudo)/m,
    () => ({ type: 'not-permitted', by: 'sudo' })
  ],
  [
    /Cookie file (\S+) must be accessible by owner only/,
    ([, file = '']) => ({ type: 'cookie-mode', file })
  ],
  [
    /Error when reading (\S+): (\w+)/,
    ([, file = '', reason = '']) => ({ type: 'cookie-unreadable', file, reason })
  ],
  [
    /Failed to create cookie file '([^']+)': (\w+)/,
    ([, file = '', reason = '']) => ({ type: 'cookie-unreadable', file, reason })
  ],
  [/requires the 'rabbit' app to be running/, () => ({ type: 'application-stopped' })],
  [
    /unable to connect to epmd \(port \d+\) on (\S+): (.+)/,
    ([, host = '', reason = '']) =>
      reason.includes('nxdomain')
        ? { type: 'host-unknown', host }
        : { type: 'host-unreachable', host, reason: reason.trim() }
  ],
  [
    // either "other nodes on HOST: [a,b]" or "no other nodes on HOST" in the next line
    /epmd reports: node '[^']*' not running at all(?:\s+other nodes on \S+: \[([^\]]*)\])?/,
    ([, listed = ''], said) => {
      const others = listed
        .split(',')
        .map((name) => name.trim().replace(/^'|'$/g, ''))
        .filter((name) => name !== '' && !name.startsWith('rabbitmqcli')) // the tools are nodes, too
      return others.length === 0
        ? { type: 'node-not-running', node: nodeIn(said) }
        : { type: 'other-nodes-running', node: nodeIn(said), others }
    }
  ],
  [
    /TCP connection succeeded but Erlang distribution failed/,
    (_, said) => ({ type: 'cookie-differs', node: nodeIn(said) })
  ],
  [
    /Failed to connect and authenticate to (\S+)/,
    ([, node]) => ({ type: 'no-connection', node: node ?? null })
  ],
  [
    /operation \S+ on node (\S+) timed out/,
    ([, node]) => ({ type: 'timed-out', node: node ?? null })
  ],
  [/User "([^"]*)" already exists/, ([, user = '']) => ({ type: 'user-exists', user })],
  [/User "([^"]*)" does not exist/, ([, user = '']) => ({ type: 'user-missing', user })],
  [
    /^Virtual host '?(.*?)'? does not exist/m,
    ([, vhost = '']) => ({ type: 'vhost-missing', vhost })
  ],
  [/failed to authenticate user "([^"]*)"/, ([, user = '']) => ({ type: 'wrong-password', user })],
  [
    /\{:plugins_not_found, \[([^\]]*)\]\}/,
    ([, plugins = '']) => ({
      type: 'plugin-missing',
      plugins: plugins.split(',').map((name) => name.trim().replace(/^:/, ''))
    })
  ],
  [
    /unable to perform an operation on node '([^']+)'/,
    ([, node]) => ({ type: 'no-connection', node: node ?? null })
  ]
]

/**
 * @param printed - standard error; with standard output before it, because Debian's wrapper refuses there
 * @param exitCode - not 0
 */
export function explainRabbitCli(printed: string, exitCode: number): RabbitCliFailure {
  for (const [pattern, explain] of FAILURES) {
    const found = pattern.exec(printed)
    if (found !== null) return explain(found, printed)
  }
  if (exitCode === 127) return { type: 'tool-missing' }
  const lines = printed.split('\n').map((line) => line.trim())
  const text = lines.find((line) => line !== '' && line !== 'Error:') ?? ''
  return { type: 'other', text: text.slice(0, 300), exitCode }
}

/** From the head of the message: unable to perform an operation on node 'rabbit@host'. */
const nodeIn = (said: string): string | null =>
  /operation on node '([^']+)'/.exec(said)?.[1] ?? null
