export const readStatus = (t: string): { version: string; erlang: string } => {
  const j = JSON.parse(t)
  return { version: j.rabbitmq_version, erlang: String(j.erlang_version ?? '').split(' ')[0] ?? '' }
}
export const enabledPlugins = (t: string): readonly string[] => {
  const j = JSON.parse(t) as { plugins: { name: string }[] }
  return j.plugins.map((p) => p.name)
}
export const userNames = (t: string): readonly string[] =>
  (JSON.parse(t) as { user: string }[]).map((u) => u.user)
export type Cli =
  | { type: 'not-running' }
  | { type: 'wrong-node'; others: string[] }
  | { type: 'cookie-differs' }
  | { type: 'cookie-mode' }
  | { type: 'not-permitted' }
  | { type: 'other'; text: string }
export const explainRabbitCli = (t: string, _code: number): Cli =>
  /not running/.test(t) ? { type: 'not-running' } : { type: 'other', text: t }
