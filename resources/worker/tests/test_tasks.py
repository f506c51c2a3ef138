"""Every answer is sealed, nothing is done for those without the key, no task raises."""

from __future__ import annotations

import errno
import json
import threading
from typing import Any, Optional

import pytest
from builders import WORK, a_copy, an_attempt, manifest_of
from celery import Celery
from conftest import KEY, ended
from fake_cluster import FakeCluster

from medusa_worker import app as app_module
from medusa_worker import tasks as tasks_module
from medusa_worker.config import Cluster, Config
from medusa_worker.hdfs import HdfsError
from medusa_worker.sealing import reply_mac, request_auth
from medusa_worker.statefolder import StateFolder
from medusa_worker.tasks import Tasks

SIGNED = [
    'medusa.stat', 'medusa.manifest', 'medusa.blocks', 'medusa.attempt', 'medusa.copy', 'medusa.kill', 'medusa.publish', 'medusa.remove',
]  # fmt: skip


def opened(name: str, task_id: str, reply: dict[str, Any]) -> dict[str, Any]:
    assert reply['mac'] == reply_mac(KEY, name, task_id, reply['text'])
    return dict(json.loads(reply['text']))


def ask(tasks: Tasks, name: str, request: Any, task_id: str = 't-1', auth: Optional[str] = None) -> dict[str, Any]:
    text = json.dumps(request)
    signed = request_auth(KEY, name, task_id, text) if auth is None else auth
    return opened(name, task_id, tasks.answer(name, task_id, (), {'request': text, 'auth': signed}))


def error_of(answer: dict[str, Any]) -> tuple[str, str]:
    assert answer['ok'] is False and set(answer['error']) == {'code', 'message', 'remedy'} and answer['error']['remedy']
    return answer['error']['code'], answer['error']['message']


def test_hello_and_facts_answer_anybody_and_can_be_read_without_the_key(tasks: Tasks) -> None:
    for name, key in (('medusa.hello', 'protocol'), ('medusa.facts', 'hadoop')):
        reply = tasks.answer(name, 't-1', (), {})
        value = opened(name, 't-1', reply)['value']
        assert {k: v for k, v in reply.items() if k not in ('text', 'mac')} == value
        assert key in value
    assert set(tasks.answer('medusa.hello', 't', (), {})) == {
        'hostname', 'cluster', 'user', 'worker', 'protocol', 'celery', 'python', 'now', 'text', 'mac',
    }  # fmt: skip


@pytest.mark.parametrize('name', ['medusa.hello', 'medusa.facts', 'medusa.progress', *SIGNED])
def test_a_wrong_signature_is_refused_everywhere(tasks: Tasks, name: str) -> None:
    for auth in ('0' * 64, '', 'x', request_auth(KEY, name, 'another-task', '{}')):
        reply = tasks.answer(name, 't-1', (), {'request': '{}', 'auth': auth})
        assert error_of(opened(name, 't-1', reply))[0] == 'NOT_AUTHENTICATED'
        assert set(reply) == {'text', 'mac'}


@pytest.mark.parametrize('name', SIGNED)
def test_without_a_signature_nothing_is_done(tasks: Tasks, fake: FakeCluster, folder: StateFolder, name: str) -> None:
    for kwargs in ({}, {'request': '{}'}, {'request': json.dumps(an_attempt(fake))}, {'request': 7}, {'auth': None}):
        answer = opened(name, 't-1', tasks.answer(name, 't-1', (), kwargs))
        assert error_of(answer)[0] == 'NOT_AUTHENTICATED'
    assert fake.requests == [] and folder.version('r-1') == 0


def test_a_request_changed_on_the_way_is_refused(tasks: Tasks) -> None:
    good = json.dumps({'run': 'r-1', 'path': f'{WORK}/runs/r-1'})
    auth = request_auth(KEY, 'medusa.remove', 't-1', good)
    bad = good.replace('runs/r-1"', 'runs/r-2"')
    reply = tasks.answer('medusa.remove', 't-1', (), {'request': bad, 'auth': auth})
    assert error_of(opened('medusa.remove', 't-1', reply))[0] == 'NOT_AUTHENTICATED'


def test_positional_and_unknown_arguments_are_refused_by_name(tasks: Tasks) -> None:
    reply = tasks.answer('medusa.hello', 't-1', (1,), {})
    assert error_of(opened('medusa.hello', 't-1', reply)) == (
        'BAD_REQUEST',
        'medusa.hello takes keyword arguments only, got [1]',
    )
    reply = tasks.answer('medusa.hello', 't-1', (), {'shell': 'id'})
    assert error_of(opened('medusa.hello', 't-1', reply)) == ('BAD_REQUEST', 'shell is unknown here, got "id"')
    reply = tasks.answer('medusa.hello', 't-1', (), {'request': {}})
    assert error_of(opened('medusa.hello', 't-1', reply)) == ('BAD_REQUEST', 'request must be a string of JSON, got {}')


def test_bad_requests_name_key_and_value(tasks: Tasks) -> None:
    code, message = error_of(ask(tasks, 'medusa.kill', {'run': 'R', 'attempt': 'a-1'}))
    assert code == 'BAD_REQUEST'
    assert message == 'run must be lower-case letters, digits and "-" (at most 80), got "R"'


def test_an_attempt_from_request_to_progress(tasks: Tasks, fake: FakeCluster, folder: StateFolder) -> None:
    request = an_attempt(fake)
    assert ask(tasks, 'medusa.attempt', request) == {'ok': True, 'value': {'state': 'started'}}
    ended(folder, 'attempt', 'a-1')
    value = ask(tasks, 'medusa.progress', {'run': 'r-1', 'since': 0})['value']
    assert (value['version'], value['items'][0]['end']['outcome']) == (folder.version('r-1'), 'succeeded')
    assert ask(tasks, 'medusa.attempt', request, 't-2')['value'] == {'state': 'ended'}


def test_a_copy_from_request_to_publication_and_kill(tasks: Tasks, fake: FakeCluster, folder: StateFolder) -> None:
    fake.write('/data/books/a', 'x')
    request = a_copy(fake, manifest_of(a='x'))
    assert ask(tasks, 'medusa.copy', request)['value'] == {'state': 'started'}
    ended(folder, 'copy', 'c-1')
    (item,) = ask(tasks, 'medusa.progress', {'run': 'r-1', 'since': 0})['value']['items']
    assert (item['kind'], item['phase'], item['end']['manifest']) == ('copy', 'digesting', manifest_of(a='x'))
    publication = {'run': 'r-1', 'unit': 'u', 'copy': 'c-1', 'from': request['target'], 'to': '/results/books'}
    assert ask(tasks, 'medusa.publish', publication)['value'] == {'renamed': True}
    assert ask(tasks, 'medusa.publish', publication)['value'] == {'renamed': False}
    assert ask(tasks, 'medusa.kill', {'run': 'r-1', 'copy': 'c-1'})['value']['state'] == 'ended'
    assert ask(tasks, 'medusa.kill', {'run': 'r-1', 'attempt': 'c-1'})['value']['state'] == 'never-started'


@pytest.mark.parametrize('target', ['/data', f'{WORK}/runs/r-1', f'{WORK}/runs/r-2/copies/c-1', f'{WORK}/c-1'])
def test_a_copy_goes_into_the_runs_folder_only(tasks: Tasks, fake: FakeCluster, folder: StateFolder, target: str) -> None:
    answer = ask(tasks, 'medusa.copy', a_copy(fake, manifest_of(), target=target))
    assert error_of(answer)[0] == 'FORBIDDEN_PATH'
    assert (fake.requests, folder.version('r-1')) == ([], 0)


def test_blocks_from_request_to_progress(tasks: Tasks, fake: FakeCluster, folder: StateFolder) -> None:
    fake.write('/a', 'x')
    request = {'run': 'r-1', 'digest': 'd-1', 'path': '/a', 'offset': 0, 'length': 9, 'size': 4}
    assert ask(tasks, 'medusa.blocks', request)['value'] == {'state': 'started'}
    assert len(ended(folder, 'digest', 'd-1')['end']['blocks']) == 1
    manifest = {'run': 'r-1', 'digest': 'd-1', 'path': '/a'}
    assert error_of(ask(tasks, 'medusa.manifest', manifest))[0] == 'BAD_REQUEST'  # the id is taken


@pytest.mark.parametrize(
    'error, code',
    [
        (OSError(errno.ENOSPC, 'No space left on device'), 'DISK_FULL'),
        (OSError(errno.EIO, 'I/O error'), 'INTERNAL'),
        (RuntimeError('a bug'), 'INTERNAL'),
        (HdfsError('x', 'FileNotFoundException', 'gone', False, False), 'NOT_FOUND'),
        (HdfsError('x', 'AccessControlException', 'no', False, False), 'HDFS_ERROR'),
    ],
)
def test_whatever_goes_wrong_is_a_sealed_answer(tasks: Tasks, error: Exception, code: str) -> None:
    def fail(_: Any) -> Any:
        raise error

    tasks.handlers['medusa.stat'] = fail
    assert error_of(ask(tasks, 'medusa.stat', {'paths': ['/a']}))[0] == code


def test_an_answer_beyond_the_limit_is_refused(tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks_module, 'MAX_REPLY_CHARACTERS', 20)
    assert error_of(ask(tasks, 'medusa.progress', {'run': 'r-1', 'since': -1}))[0] == 'BAD_REQUEST'
    reply = tasks.answer('medusa.hello', 't-1', (), {})
    assert error_of(opened('medusa.hello', 't-1', reply))[0] == 'TOO_MANY_FILES'
    assert set(reply) == {'text', 'mac'}


def test_names_out_of_unicode_survive_sealing(tasks: Tasks, fake: FakeCluster) -> None:
    fake.write('/ä/ö', 'x')
    assert ask(tasks, 'medusa.stat', {'paths': ['/ä']})['value'] == [
        {'path': '/ä', 'type': 'directory', 'length': 1, 'files': 1}
    ]


@pytest.fixture
def app(folder: StateFolder, cluster: Cluster) -> Celery:
    return app_module.create_app(
        Config('porto', 'memory://', 'medusa.porto', KEY, folder.root, 8, cluster), threading.Event()
    )


def test_celery_offers_these_tasks_and_none_of_its_own(app: Celery) -> None:
    assert sorted(app.tasks) == sorted(tasks_module.SCHEMAS)


def test_celery_takes_json_only_and_no_remote_control(app: Celery) -> None:
    conf = app.conf
    assert (conf.accept_content, conf.result_accept_content, conf.task_serializer, conf.result_serializer) == (
        ['json'], ['json'], 'json', 'json',
    )  # fmt: skip
    assert (conf.worker_enable_remote_control, conf.task_acks_late, conf.worker_prefetch_multiplier) == (
        False,
        False,
        1,
    )
    assert conf.result_persistent and conf.broker_transport_options == {'confirm_publish': True}


def test_a_message_cannot_make_the_worker_publish_anything_else(app: Celery) -> None:
    """Callbacks, chains and chords in a message would be sent in the worker's name."""
    task = app.tasks['medusa.hello']
    evil = [{'task': 'x', 'args': [], 'kwargs': {}, 'options': {'queue': 'medusa.replies.r-1'}}]
    task.push_request(id='t-1', callbacks=evil, errbacks=evil, chain=list(evil), chord=evil[0], group='g')
    try:
        reply = task.run()
        request = task.request
        assert [request.callbacks, request.errbacks, request.chain, request.chord, request.group] == [None] * 5
    finally:
        task.pop_request()
    assert opened('medusa.hello', 't-1', reply)['ok']
