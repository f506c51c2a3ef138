import { expect, test } from 'vitest'
import { readCeleryConfig } from '../../../../../src/engine/protocol/settings/import/celeryconfig.js'
import { pythonAssignments } from '../../../../../src/engine/protocol/settings/import/python-literals.js'

/** As Medusa 1.0 has it. */
const MEDUSA = `import os
import sys

# add hadoop python to the env, just for the running
sys.path.append(os.path.dirname(os.path.basename(__file__)))

# broker configuration
BROKER_URL = "amqp://celeryuser:celery@medusa-rabbitmq/celeryvhost"

CELERY_RESULT_BACKEND = "amqp"
CELERY_RESULT_PERSISTENT = True
# CELERY_ALWAYS_EAGER = True
CELERY_IMPORTS = ("medusa.mergedirs", "medusa.medusasystem",
                  "medusa.hdfs")
`

test('reads the broker of Medusa 1.0, and keeps its password apart', () => {
  expect(readCeleryConfig(MEDUSA)).toEqual({
    broker: {
      host: 'medusa-rabbitmq',
      port: null,
      tls: false,
      user: 'celeryuser',
      vhost: 'celeryvhost'
    },
    password: 'celery',
    queues: [],
    notes: []
  })
})

test('reads queues as calls, routes as dicts, and names assigned earlier', () => {
  const config = readCeleryConfig(`
from kombu import Exchange, Queue
HIGH = 'porto'
CELERY_QUEUES = (  # one a cluster
    Queue(HIGH, Exchange('x'), routing_key='porto.#'),
    Queue(name='lisbon', routing_key="lisbon"),
)
CELERY_ROUTES = {
    'medusa.ping': {'queue': 'faro', 'routing_key': 'x'},
    'medusa.ls': "lisbon",
}
BROKER_HOST = "mq"; 
BROKER_PORT = 5673
BROKER_USER = 'alice'
BROKER_PASSWORD = r'p\\w'
BROKER_VHOST = "/"
BROKER_USE_SSL = True
`)
  expect(config).toEqual({
    broker: { host: 'mq', port: 5673, tls: true, user: 'alice', vhost: '/' },
    password: 'p\\w',
    queues: ['porto', 'lisbon', 'faro'],
    notes: []
  })
})

test.each([
  ['broker_url = ["amqps://u:p%40x@[::1]:5671//", "amqp://b"]', '::1', 5671, 'p@x'],
  ["broker_url = 'pyamqp://guest@localhost'", 'localhost', null, null],
  ["class Config:\n    broker_url = ('amqp://' 'u:p@mq')\n", 'mq', null, 'p'],
  ["CELERY_BROKER_URL = u'''amqp://u:a:b@mq;amqp://other'''", 'mq', null, 'a:b']
])('reads %s', (source, host, port, password) => {
  const config = readCeleryConfig(source)
  expect([config?.broker?.host, config?.broker?.port, config?.password]).toEqual([
    host,
    port,
    password
  ])
})

test('says what it cannot know without running the file, and never the password', () => {
  const config = readCeleryConfig(`
import os
BROKER_URL = "amqp://u:%s@mq" % os.environ["PW"]
CELERY_ACCEPT_CONTENT = ['pickle', 'json']
`)
  expect(config?.broker).toBeNull()
  expect(config?.notes).toEqual([
    "Line 3: the broker's URL is made by the program, so it was not taken over; fill in the broker by hand.",
    'It accepts pickle, which runs whatever a message holds. Medusa Console speaks JSON only.'
  ])
})

test.each([
  "'pickle'",
  "['json', 'application/x-python-serialize', 'pickle']",
  '{X}',
  "('pickle',)"
])('finds pickle in %s', (accepted) => {
  const config = readCeleryConfig(`X = 'pickle'\nbroker_host = 'b'\naccept_content = ${accepted}\n`)
  expect(config?.notes.some((note) => note.includes('pickle'))).toBe(accepted !== '{X}')
})

test('takes no longer for a file that was made to take long', () => {
  const doubled = Array.from({ length: 40 }, (_, at) => `x${at + 1} = [x${at}, x${at}]`).join('\n')
  const bombs = [
    `broker_host = """${'\\'.repeat(2_000)}`,
    `broker_host = 'b'\nx0 = 'pickle'\n${doubled}\naccept_content = x40\ntask_queues = x40\n`
  ]
  const began = performance.now()
  for (const bomb of bombs) readCeleryConfig(bomb)
  expect(performance.now() - began).toBeLessThan(1_000)
})

test('says that a value stands behind a condition', () => {
  const config = readCeleryConfig(`if os.environ.get('X'):\n    BROKER_URL = 'amqp://a@mq'\n`)
  expect(config?.notes).toEqual([
    'Line 2: BROKER_URL stands behind a condition; look whether it counts.'
  ])
})

test('does not take redis for RabbitMQ', () => {
  const config = readCeleryConfig("broker_url = 'redis://:secret@localhost:6379/0'")
  expect(config?.broker).toBeNull()
  expect(config?.notes.join()).toContain('"redis"')
  expect(config?.notes.join()).not.toContain('secret')
})

test('takes any other Python file for none', () => {
  expect(readCeleryConfig('print("hello")\nx = 1\n')).toBeNull()
})

test('never hangs and never throws on garbage', () => {
  const garbage = [
    '(('.repeat(5_000),
    '"""',
    "x = '",
    'a = [1, 2',
    '\\',
    'x = {1: 2, **y}',
    '\u0000',
    'x = f"{a}"',
    'x = -',
    `x = ${'['.repeat(5_000)}`
  ]
  for (const text of garbage) expect(() => pythonAssignments(text)).not.toThrow()
})
