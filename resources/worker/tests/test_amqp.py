"""The whole worker against a real RabbitMQ: only with MEDUSA_TEST_AMQP, the URL of a vhost its user may do
anything in.

For example a lab's vhost: MEDUSA_TEST_AMQP=amqp://console:…@127.0.0.1:5682/medusa-porto
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any, Iterator

import pytest
from builders import an_attempt
from conftest import until
from fake_cluster import FakeCluster
from test_config import write

from medusa_worker.sealing import reply_mac, request_auth

URL = os.environ.get('MEDUSA_TEST_AMQP')
pytestmark = pytest.mark.skipif(URL is None, reason='MEDUSA_TEST_AMQP is not set')
KEY = bytes(32)
CODE = 'import sys; from medusa_worker.__main__ import foreground; from medusa_worker.config import load; sys.exit(foreground(load(sys.argv[1])))'


class Client:
    """What the console does: durable reply queue, protocol 2, nothing but JSON."""

    def __init__(self, queue: str) -> None:
        import kombu

        self._connection = kombu.Connection(URL)
        self._channel = self._connection.channel()
        self._queue = queue
        self.replies = kombu.Queue(f'medusa.replies.test-{uuid.uuid4().hex[:8]}', durable=True)(self._channel)
        self.replies.declare()
        self._producer = kombu.Producer(self._channel)

    def send(self, name: str, kwargs: dict[str, Any], id: str, embed: Any = None, **properties: Any) -> None:
        self._producer.publish(
            [[], kwargs, embed or {}], routing_key=self._queue, serializer='json', correlation_id=id, delivery_mode=2,
            reply_to=self.replies.name, headers={'task': name, 'id': id, 'lang': 'py'}, **properties,
        )  # fmt: skip

    def get(self) -> Any:
        return until(lambda: self.replies.get(no_ack=True), 30)

    def ask(self, name: str, request: Any) -> Any:
        id, text = str(uuid.uuid4()), json.dumps(request)
        self.send(name, {'request': text, 'auth': request_auth(KEY, name, id, text)}, id)
        message = self.get()
        result = message.payload['result']
        assert (message.payload['status'], message.properties['correlation_id']) == ('SUCCESS', id)
        assert message.properties['delivery_mode'] == 2
        assert result['mac'] == reply_mac(KEY, name, id, result['text'])
        return json.loads(result['text'])

    def close(self) -> None:
        self.replies.delete()
        self._connection.release()


@pytest.fixture
def client(fake: FakeCluster, tmp_path: Path) -> Iterator[Client]:
    queue = f'medusa.test-{uuid.uuid4().hex[:8]}'
    config = write(
        tmp_path, broker=URL, queue=queue, webhdfs=f'{fake.url}/webhdfs/v1', yarn=fake.url, user='test', workFolder='/user/test/medusa',
        hadoopHome=str(tmp_path / 'hadoop'), hadoopConf=str(tmp_path / 'conf'), javaHome=str(tmp_path),
    )  # fmt: skip
    (tmp_path / 'state').mkdir()
    environment = {**os.environ, 'PYTHONPATH': str(Path(__file__).parent.parent)}
    with (tmp_path / 'log').open('wb') as log:
        worker = subprocess.Popen([sys.executable, '-c', CODE, config], stdout=log, stderr=log, env=environment)
    pid_file = tmp_path / 'state' / 'worker.pid'
    client = None
    try:
        until(lambda: pid_file.exists() and 'connected' in pid_file.read_text(), 20)
        client = Client(queue)
        yield client
    finally:
        worker.terminate()
        assert worker.wait(15) == 0, (tmp_path / 'log').read_text()
        assert not pid_file.exists()
        if client is not None:
            channel = client._connection.channel()
            channel.queue_delete(queue)
            channel.exchange_delete(queue)
            client.close()


def test_runs_an_attempt_from_request_to_end(client: Client, fake: FakeCluster) -> None:
    assert client.ask('medusa.attempt', an_attempt(fake)) == {'ok': True, 'value': {'state': 'started'}}
    version = 0
    while True:
        value = client.ask('medusa.progress', {'run': 'r-1', 'since': version})['value']
        assert value['version'] > version
        version = value['version']
        if value['items'][0]['state'] == 'ended':
            break
    assert value['items'][0]['end']['outcome'] == 'succeeded'


def test_drops_what_is_no_json_and_callbacks_and_goes_on(client: Client) -> None:
    import kombu

    channel = client._connection.channel()
    kombu.Producer(channel).publish(
        b'\x80\x04.', routing_key=client._queue, content_type='application/x-python-serialize', content_encoding='binary',
        headers={'task': 'medusa.hello', 'id': 'x'}, correlation_id='x', reply_to=client.replies.name,
    )  # fmt: skip
    evil = {'task': 'medusa.hello', 'args': [], 'kwargs': {}, 'options': {'queue': client.replies.name}}
    client.send('medusa.hello', {}, 't-1', embed={'callbacks': [evil], 'chain': [evil], 'errbacks': [evil]})
    assert client.get().payload['task_id'] == 't-1'
    assert client.ask('medusa.hello', {})['value']['protocol'] == 2
    assert client.replies.get(no_ack=True) is None


def test_a_burst_does_not_wait_for_acknowledgements(client: Client) -> None:
    """Celery's own thread pool handles 18 a second: acknowledgements wait for the event loop to wake."""
    began = time.monotonic()
    for number in range(100):
        client.send('medusa.hello', {}, f't-{number}')
    ids = {client.get().properties['correlation_id'] for _ in range(100)}
    assert len(ids) == 100 and time.monotonic() - began < 5


def test_long_polls_do_not_keep_others_waiting(client: Client) -> None:
    for number in range(4):
        client.send('medusa.progress', {'request': '{"run":"r-none"}'}, f't-{number}')
    began = time.monotonic()
    assert client.ask('medusa.hello', {})['ok']
    assert time.monotonic() - began < 2
