"""HDFS is asked again when that helps, and never believed when a body is torn."""

from __future__ import annotations

import socket
import threading

import pytest
from fake_cluster import FakeCluster

from medusa_worker import hdfs as hdfs_module
from medusa_worker.hdfs import Hdfs, HdfsError, TruncatedRead
from medusa_worker.http_pool import Deadline, HttpPool


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hdfs_module, 'PAUSES_SECONDS', (0.01, 0.01, 0.01))


@pytest.fixture
def hdfs(fake: FakeCluster) -> Hdfs:
    return Hdfs(HttpPool(), f'{fake.url}/webhdfs/v1', 'test', timeout=5.0)


def read(hdfs: Hdfs, path: str, expected: int) -> bytes:
    parts: list[bytes] = []
    hdfs.read(path, memoryview(bytearray(3)), lambda data: parts.append(bytes(data)), expected)
    return b''.join(parts)


def test_reads_through_the_redirect(fake: FakeCluster, hdfs: Hdfs) -> None:
    fake.write('/a b/ü%3F?', '12345')
    assert read(hdfs, '/a b/ü%3F?', 5) == b'12345'


def test_an_empty_file_is_read(fake: FakeCluster, hdfs: Hdfs) -> None:
    fake.write('/a', '')
    assert read(hdfs, '/a', 0) == b''


@pytest.mark.parametrize('fault', ['torn', 'short'])
def test_a_read_that_ends_early_is_an_error(fake: FakeCluster, hdfs: Hdfs, fault: str) -> None:
    fake.write('/a', '12345')
    fake.fault('READ', '/a', fault)
    with pytest.raises(TruncatedRead) as error:
        read(hdfs, '/a', 5)
    assert error.value.transient


def test_a_file_longer_than_listed_is_an_error(fake: FakeCluster, hdfs: Hdfs) -> None:
    fake.write('/a', '12345')
    with pytest.raises(TruncatedRead):
        read(hdfs, '/a', 4)


def test_asks_a_standby_name_node_again_three_times_at_most(fake: FakeCluster, hdfs: Hdfs) -> None:
    fake.write('/a', '12345')
    fake.fault('GETFILESTATUS', '/a', 'standby', 'html', 'standby')
    status = hdfs.status('/a')
    assert status is not None and status.length == 5
    fake.fault('GETFILESTATUS', '/a', *['standby'] * 4)
    with pytest.raises(HdfsError, match='StandbyException'):
        hdfs.status('/a')
    assert len(fake.requests) == 8


def test_a_refusal_for_good_is_not_asked_again(fake: FakeCluster, hdfs: Hdfs) -> None:
    fake.fault('GETFILESTATUS', '/a', 'denied', 'denied')
    with pytest.raises(HdfsError, match='GETFILESTATUS /a: AccessControlException: Permission denied: user=test'):
        hdfs.status('/a')
    assert len(fake.requests) == 1


def test_a_change_whose_answer_got_lost_is_not_sent_again(fake: FakeCluster, hdfs: Hdfs) -> None:
    fake.write('/a', '1')
    fake.fault('RENAME', '/a', 'lost-answer')
    with pytest.raises(HdfsError) as error:
        hdfs.rename('/a', '/b')
    assert error.value.maybe_done
    assert [request.split()[1] for request in fake.requests] == ['RENAME']


def test_a_change_refused_by_a_standby_is_sent_again(fake: FakeCluster, hdfs: Hdfs) -> None:
    fake.fault('MKDIRS', '/a', 'standby')
    hdfs.make_folders('/a')
    assert fake.path('/a').is_dir()


def test_knows_what_is_missing_and_what_exists(fake: FakeCluster, hdfs: Hdfs) -> None:
    fake.write('/a', '1')
    fake.write('/b', '1')
    assert hdfs.status('/none') is None and not hdfs.remove('/none')
    with pytest.raises(HdfsError) as error:
        hdfs.rename('/a', '/b')
    assert error.value.exists


def test_uses_a_connection_again_and_survives_its_end(fake: FakeCluster) -> None:
    pool = HttpPool()
    hdfs = Hdfs(pool, f'{fake.url}/webhdfs/v1', 'test')
    fake.write('/a', '1')
    hdfs.status('/a')
    (kept,) = next(iter(pool._idle.values()))
    hdfs.status('/a')
    assert next(iter(pool._idle.values())) == [kept]
    kept.sock.shutdown(socket.SHUT_RDWR)  # what an idle limit of the server looks like
    assert hdfs.status('/a') is not None


def test_a_server_that_is_not_there_is_named(fake: FakeCluster) -> None:
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        url = f'http://127.0.0.1:{free.getsockname()[1]}'
    with pytest.raises(HdfsError, match=f'{url} does not answer: .*refused') as error:
        Hdfs(HttpPool(), f'{url}/webhdfs/v1', 'test').status('/a')
    assert not error.value.maybe_done


def test_a_server_that_never_answers_costs_no_more_than_the_deadline() -> None:
    with socket.create_server(('127.0.0.1', 0)) as silent:
        url = f'http://127.0.0.1:{silent.getsockname()[1]}/webhdfs/v1'
        errors: list[BaseException] = []

        def ask() -> None:
            try:
                Hdfs(HttpPool(), url, 'test', Deadline(0.1)).status('/a')
            except HdfsError as error:
                errors.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        thread.join(3)
        assert not thread.is_alive() and len(errors) == 1
