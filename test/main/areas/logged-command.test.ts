import { expect, test } from 'vitest'
import { loggedCommand } from '../../../src/main/areas/logged-command.js'

test.each([
  ['uname -a', 'uname …: 8 characters in 1 line, SHA-256 '],
  ['/opt/hadoop/bin/hdfs dfs -ls /', 'hdfs …: 30 characters in 1 line, SHA-256 '],
  ['id', 'id …: 2 characters in 1 line, SHA-256 '],
  ['x', 'x …: 1 character in 1 line, SHA-256 '],
  ['set -e\ncurl -u a:X h', 'set …: 20 characters in 2 lines, SHA-256 '],
  ['AWS_SECRET_ACCESS_KEY=X aws s3 ls', 'a script: 33 characters in 1 line, SHA-256 '],
  ['"TOP SECRET"', 'a script: 12 characters in 1 line, SHA-256 '],
  ['for x in 1; do :; done', 'for …: 22 characters in 1 line, SHA-256 ']
])('says of %j only what it is', (command, begins) => {
  expect(loggedCommand(command)).toMatch(new RegExp(`^${begins}[0-9a-f]{16}$`))
})

test.each([
  'hadoop jar x.jar -Dfs.s3a.secret.key=hunter2',
  'AWS_SECRET_ACCESS_KEY=hunter2 x',
  'x --password hunter2',
  'curl -u a:hunter2 h',
  "curl -H 'Authorization: Bearer hunter2' h",
  'PASSWORD="TOP hunter2" x',
  'hunter2=x',
  'cat <<E\nhunter2\nE'
])('holds no secret of %j', (command) => {
  expect(loggedCommand(command)).not.toContain('hunter2')
})

test('tells whether two were the same', () => {
  const all = ['curl -u a:b h', 'curl -u a:c h', 'curl -u a:b h'].map(loggedCommand)
  expect([all[0] === all[2], all[0] === all[1]]).toEqual([true, false])
})
