"""stat, publish and remove touch what they may, and doing them twice does no harm."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from builders import WORK, sha256
from fake_cluster import FakeCluster

from medusa_worker import operations as operations_module
from medusa_worker.config import Cluster
from medusa_worker.errors import TaskError
from medusa_worker.hdfs import HdfsError
from medusa_worker.http_pool import HttpPool
from medusa_worker.items import killed_end
from medusa_worker.operations import Operations
from medusa_worker.statefolder import StateFolder

SOURCE, TARGET = f'{WORK}/runs/r-1/count/a-1', '/results/deep/wordcount'


@pytest.fixture
def output(fake: FakeCluster, folder: StateFolder) -> None:
    """An attempt that has ended, with its output where it wrote it."""
    fake.write(f'{SOURCE}/part-r-00000', 'x\n')
    fake.write(f'{SOURCE}/_SUCCESS', '')
    item = folder.item('attempt', 'a-1')
    item.create()
    files = [
        {'path': '_SUCCESS', 'length': 0, 'sha256': sha256('')},
        {'path': 'part-r-00000', 'length': 2, 'sha256': sha256('x\n')},
    ]
    item.finish({**killed_end(''), 'outcome': 'succeeded', 'files': files})


def publish(
    operations: Operations, source: str = SOURCE, target: str = TARGET, attempt: str = 'a-1'
) -> dict[str, bool]:
    return operations.publish('r-1', attempt, source, target)


def code_of(call: Any) -> str:
    with pytest.raises(TaskError) as error:
        call()
    return error.value.code


def test_stat_sees_files_folders_and_nothing(fake: FakeCluster, operations: Operations) -> None:
    fake.write('/d/a', 'one')
    fake.write('/d/e/b', 'four')
    assert operations.stat(['/d', '/no', '/d/a', '/']) == [
        {'path': '/d', 'type': 'directory', 'length': 7, 'files': 2},
        {'path': '/no', 'type': 'missing', 'length': 0, 'files': 0},
        {'path': '/d/a', 'type': 'file', 'length': 3, 'files': 1},
        {'path': '/', 'type': 'directory', 'length': 7, 'files': 2},
    ]
    assert {request.split()[-1] for request in fake.requests} == {'test'}


def test_stat_of_many_paths_keeps_their_order(fake: FakeCluster, operations: Operations) -> None:
    for number in range(60):
        fake.write(f'/m/{number}', 'x' * number)
    assert [entry['length'] for entry in operations.stat([f'/m/{number}' for number in range(60)])] == list(range(60))


def test_stat_tells_of_an_error(fake: FakeCluster, operations: Operations) -> None:
    fake.fault('GETFILESTATUS', '/d', 'denied')
    with pytest.raises(HdfsError, match='AccessControlException: Permission denied'):
        operations.stat(['/d'])


def test_stat_is_over_in_time_when_hdfs_hangs(
    fake: FakeCluster, operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations_module, 'LIMIT_SECONDS', 0.3)
    fake.fault('GETFILESTATUS', '/d', *['hang'] * 5)
    with pytest.raises(HdfsError, match='the time for this task is over|timed out'):
        operations.stat(['/d'])


def test_publish_makes_parents_and_renames(fake: FakeCluster, operations: Operations, output: None) -> None:
    assert publish(operations) == {'renamed': True}
    assert fake.path(f'{TARGET}/part-r-00000').read_text() == 'x\n' and not fake.path(SOURCE).exists()


def test_publish_again_says_that_it_was_done(operations: Operations, output: None) -> None:
    publish(operations)
    assert publish(operations) == {'renamed': False}


def test_publish_survives_an_answer_that_got_lost(fake: FakeCluster, operations: Operations, output: None) -> None:
    fake.fault('RENAME', SOURCE, 'lost-answer')
    assert publish(operations) == {'renamed': False}
    assert fake.path(f'{TARGET}/_SUCCESS').exists()


@pytest.mark.parametrize('content', ['xx\n', None])
def test_publish_does_not_take_another_target_for_its_own(
    fake: FakeCluster, operations: Operations, output: None, content: Any
) -> None:
    publish(operations)
    file = fake.path(f'{TARGET}/part-r-00000')
    file.unlink() if content is None else file.write_text(content)
    assert code_of(lambda: publish(operations)) == 'OUTPUT_EXISTS'


def test_publish_refuses_an_existing_target(fake: FakeCluster, operations: Operations, output: None) -> None:
    fake.path(TARGET).mkdir(parents=True)
    assert code_of(lambda: publish(operations)) == 'OUTPUT_EXISTS'
    assert fake.path(SOURCE).exists() and list(fake.path(TARGET).iterdir()) == []


def test_publish_does_not_nest_into_a_target_that_appears_at_the_last_moment(
    fake: FakeCluster, folder: StateFolder, cluster: Cluster, output: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through HttpFS, whose rename nests."""
    fake.rename2 = False
    through_httpfs = dataclasses.replace(cluster, webhdfs=None, httpfs=cluster.webhdfs, digestThrough='httpfs')
    operations = Operations(folder, through_httpfs, HttpPool())
    make_folders = operations_module.Hdfs.make_folders

    def meanwhile(self: Any, path: str) -> None:
        make_folders(self, path)
        fake.path(TARGET).mkdir()

    monkeypatch.setattr(operations_module.Hdfs, 'make_folders', meanwhile)
    assert code_of(lambda: publish(operations)) == 'OUTPUT_EXISTS'
    assert fake.path(f'{SOURCE}/_SUCCESS').exists() and list(fake.path(TARGET).iterdir()) == []


def test_publish_of_nothing_is_not_found(operations: Operations) -> None:
    assert code_of(lambda: publish(operations)) == 'NOT_FOUND'


@pytest.mark.parametrize(
    'source', ['/data', f'{WORK}/runs/r-1', f'{WORK}/runs/r-10/x', f'{WORK}/runs/r-2/x', WORK, '/']
)
def test_publish_takes_only_what_the_run_produced(fake: FakeCluster, operations: Operations, source: str) -> None:
    assert code_of(lambda: publish(operations, source=source)) == 'FORBIDDEN_PATH'
    assert fake.requests == []


@pytest.mark.parametrize('target', ['/', WORK, f'{WORK}/x', f'{WORK}/runs/r-1/count/b'])
def test_publish_does_not_write_into_the_work_folder_or_over_the_root(
    fake: FakeCluster, operations: Operations, target: str
) -> None:
    assert code_of(lambda: publish(operations, target=target)) == 'FORBIDDEN_PATH'
    assert fake.requests == []


def test_remove_takes_the_run_and_what_lies_below(fake: FakeCluster, operations: Operations, output: None) -> None:
    assert operations.remove('r-1', SOURCE) == {'removed': True}
    assert operations.remove('r-1', SOURCE) == {'removed': False}
    assert operations.remove('r-1', f'{WORK}/runs/r-1') == {'removed': True}
    assert fake.path(f'{WORK}/runs').exists()


@pytest.mark.parametrize(
    'path', ['/', '/data', WORK, f'{WORK}/runs', f'{WORK}/runs/r-10', f'{WORK}/runs/r-2/x', '/user']
)
def test_remove_refuses_everything_else(fake: FakeCluster, operations: Operations, path: str) -> None:
    assert code_of(lambda: operations.remove('r-1', path)) == 'FORBIDDEN_PATH'
    assert fake.requests == []
