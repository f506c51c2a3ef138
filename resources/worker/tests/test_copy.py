"""A copy is what was asked for, twice looked at, or it ends with the code that says which side it was."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import pytest
from builders import WORK, a_copy, manifest_of, sha256
from conftest import ended, until
from fake_cluster import FakeCluster

from medusa_worker import copy_run, item_run, supervisor
from medusa_worker.attempts import Attempts
from medusa_worker.config import Cluster
from medusa_worker.items import describe
from medusa_worker.statefolder import StateFolder

BOOKS = {'_SUCCESS': '', 'a b/ü%20+&;.txt': 'one\ntwo', 'z': '3\n', 'empty': '', '日本/x': 'y'}
TARGET = f'{WORK}/runs/r-1/copies/c-1'


@pytest.fixture
def books(fake: FakeCluster) -> str:
    for name, text in BOOKS.items():
        fake.write(f'/data/books/{name}', text)
    for name in ('.hidden', '_logs/l', 'a b/_temporary/0', '.git/x'):
        fake.write(f'/data/books/{name}', 'does not count')
    return manifest_of(**BOOKS)


def copied(attempts: Attempts, folder: StateFolder, request: dict[str, Any]) -> dict[str, Any]:
    assert attempts.start('copy', 'c-1', request) == {'state': 'started'}
    return ended(folder, 'copy', 'c-1')


def in_process(folder: StateFolder, cluster: Cluster, request: dict[str, Any]) -> dict[str, Any]:
    """In this process, where time limits can be changed."""
    item = folder.item('copy', 'c-1')
    item.create()
    item.specify('r-1', request, cluster.to_json())
    supervisor.main([folder.root, 'copy', 'c-1'])
    return dict(item.end()['end'])  # type: ignore[index]


def there(fake: FakeCluster, path: str = TARGET) -> dict[str, str]:
    root = fake.path(path)
    return {str(file.relative_to(root)): file.read_text() for file in root.rglob('*') if file.is_file()}


@pytest.mark.parametrize('mode', ['stream', 'distcp'])
def test_copies_exactly_the_files_that_count(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str, mode: str
) -> None:
    item = copied(attempts, folder, a_copy(fake, books, mode))
    assert (item['kind'], item['state'], list(item['phases'])) == ('copy', 'ended', ['copying', 'digesting'])
    assert (item['end']['outcome'], item['end']['manifest'], item['end']['lines']) == ('succeeded', books, None)
    assert {entry['path']: entry['sha256'] for entry in item['end']['files']} == {k: sha256(v) for k, v in BOOKS.items()}
    assert there(fake) == BOOKS
    assert item['bytes'] == 2 * sum(len(text.encode()) for text in BOOKS.values())
    assert {request.split()[-1] for request in fake.requests if '/data/books' in request} == {'reader'}


@pytest.mark.parametrize('mode', ['stream', 'distcp'])
def test_copies_a_single_file_into_a_folder(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, mode: str
) -> None:
    fake.write('/data/{_o*d}', 'x')
    request = a_copy(fake, manifest_of(**{'{_o*d}': 'x'}), mode)
    request['source']['path'] = '/data/{_o*d}'
    assert copied(attempts, folder, request)['end']['outcome'] == 'succeeded'
    assert there(fake) == {'{_o*d}': 'x'}


@pytest.mark.parametrize('mode', ['stream', 'distcp'])
def test_an_empty_source_is_copied_when_nothing_was_asked_for(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, mode: str
) -> None:
    fake.write('/data/books/.hidden', '')
    end = copied(attempts, folder, a_copy(fake, manifest_of(), mode))['end']
    assert (end['outcome'], end['files'], fake.path(TARGET).is_dir()) == ('succeeded', [], True)


def test_an_empty_source_is_no_copy_of_anything_else(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    fake.path('/data/books').mkdir(parents=True)
    assert copied(attempts, folder, a_copy(fake, manifest_of(a='x')))['end']['code'] == 'COPY_DIFFERS'


def test_a_source_that_lists_more_than_was_asked_for_is_refused_before_anything_is_written(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str
) -> None:
    end = copied(attempts, folder, a_copy(fake, books, bytes=3))['end']
    assert (end['outcome'], end['code']) == ('failed', 'COPY_DIFFERS')
    assert 'asked for were 3' in end['cause']
    assert not fake.path(TARGET).exists()


def test_other_bytes_at_the_source_are_named(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str
) -> None:
    fake.write('/data/books/z', '4\n')
    end = copied(attempts, folder, a_copy(fake, books))['end']
    assert (end['outcome'], end['code'], end['manifest']) == ('failed', 'COPY_DIFFERS', None)
    assert {'path': 'z', 'length': 2, 'sha256': sha256('4\n')} in end['files'] and len(end['files']) == len(BOOKS)


def test_a_target_that_became_something_else(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str
) -> None:
    fake.fault('WRITE', f'{TARGET}/z', 'corrupt')
    end = copied(attempts, folder, a_copy(fake, books))['end']
    assert (end['code'], end['manifest'], end['files']) == ('TARGET_DIFFERS', None, [])


def test_what_was_only_for_the_moment_is_repeated(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str
) -> None:
    fake.fault('READ', '/data/books/z', 'torn', 'short')
    fake.fault('WRITE', f'{TARGET}/日本/x', 'lost')
    fake.fault('CREATE', f'{TARGET}/empty', 'standby', 'html')
    fake.fault('LISTSTATUS', '/data/books', 'html')
    item = copied(attempts, folder, a_copy(fake, books))
    assert (item['end']['outcome'], there(fake)) == ('succeeded', BOOKS)
    assert item['bytes'] == 2 * sum(len(text.encode()) for text in BOOKS.values())


@pytest.mark.parametrize(
    'operation, path, faults, code',
    [
        ('OPEN', '/data/books/z', ['denied'], 'SOURCE_UNREADABLE'),
        ('LISTSTATUS', '/data/books', ['denied'], 'SOURCE_UNREADABLE'),
        ('READ', '/data/books/z', ['short'] * 4, 'SOURCE_UNREADABLE'),
        ('READ', '/data/books/z', ['more'] * 4, 'SOURCE_UNREADABLE'),
        ('CREATE', f'{TARGET}/z', ['denied'], 'HDFS_ERROR'),
        ('WRITE', f'{TARGET}/z', ['full'], 'DISK_FULL'),
        ('GETFILESTATUS', TARGET, ['denied'], 'HDFS_ERROR'),
    ],
)
def test_says_which_side_it_was(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str, operation: str, path: str,
    faults: list[str], code: str,
) -> None:  # fmt: skip
    fake.fault(operation, path, *faults)
    end = copied(attempts, folder, a_copy(fake, books))['end']
    assert (end['outcome'], end['code'], end['files']) == ('failed', code, [])


def test_a_source_that_is_not_there(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    assert copied(attempts, folder, a_copy(fake, manifest_of()))['end']['code'] == 'SOURCE_MISSING'


def test_a_source_with_odd_names_is_unreadable(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    fake.write('/data/books/a\nb', '')
    assert copied(attempts, folder, a_copy(fake, manifest_of()))['end']['code'] == 'SOURCE_UNREADABLE'


@pytest.mark.parametrize(
    'entry',
    [
        {'pathSuffix': 'a/../../../../x', 'type': 'FILE', 'length': 1},
        {'pathSuffix': '', 'type': 'DIRECTORY', 'length': 0},
        {'pathSuffix': 'a', 'type': 'FILE', 'length': -1},
        {'pathSuffix': 'a\ud800', 'type': 'FILE', 'length': 1},
        {'pathSuffix': 'a'},
        {'pathSuffix': 'a', 'type': 'FILE', 'length': 'x'},
        'a',
    ],
)
def test_a_listing_that_cannot_be_true_is_not_followed(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str, entry: Any
) -> None:
    fake.listings['/data/books'] = [entry]
    assert copied(attempts, folder, a_copy(fake, books))['end']['code'] == 'SOURCE_UNREADABLE'
    assert not fake.path(TARGET).exists()


def test_a_target_that_is_there_is_not_touched(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str
) -> None:
    fake.write(f'{TARGET}/x', 'mine')
    assert copied(attempts, folder, a_copy(fake, books))['end']['code'] == 'OUTPUT_EXISTS'
    assert there(fake) == {'x': 'mine'}


def test_a_source_that_stalls_ends_the_copy(
    fake: FakeCluster, folder: StateFolder, cluster: Cluster, books: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (copy_run, item_run):
        monkeypatch.setattr(module, 'SILENCE_SECONDS', 0.3)
    fake.fault('READ', '/data/books/z', *['stall'] * 4)
    began = time.monotonic()
    end = in_process(folder, cluster, a_copy(fake, books))
    assert (end['code'], time.monotonic() - began < 8) == ('SOURCE_UNREADABLE', True)
    assert 'timed out' in end['cause']


def test_lines_of_a_copy(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    fake.write('/data/books/part-0', 'b\na')
    request = a_copy(fake, manifest_of(**{'part-0': 'b\na'}), lines=f'sha256:{sha256("a" + chr(10) + "b" + chr(10))}')
    assert copied(attempts, folder, request)['end']['lines'] == {'digest': request['lines'], 'count': 2}


def test_other_lines_than_asked_for(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    fake.write('/data/books/part-0', 'b\na')
    request = a_copy(fake, manifest_of(**{'part-0': 'b\na'}), lines=manifest_of())
    end = copied(attempts, folder, request)['end']
    assert (end['code'], end['lines'], end['manifest']) == ('LINES_DIFFER', None, None)


def test_the_same_copy_is_made_once(fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str) -> None:
    request = a_copy(fake, books)
    copied(attempts, folder, request)
    created = sum(' CREATE ' in line for line in fake.requests)
    assert attempts.start('copy', 'c-1', request) == {'state': 'ended'}
    assert sum(' CREATE ' in line for line in fake.requests) == created
    assert os.listdir(f'{folder.root}/copies') == ['c-1']
    left = set(os.listdir(folder.item('copy', 'c-1').folder))
    assert left == {'spec.json', 'claim.json', 'state.json', 'end.json', 'supervisor.log'}


def test_kill_stops_a_stream(fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str) -> None:
    fake.fault('OPEN', '/data/books/z', *['hang'] * 4)
    attempts.start('copy', 'c-1', a_copy(fake, books))
    until(lambda: any('OPEN /data/books/z' in line for line in fake.requests))
    answer = attempts.kill('r-1', 'c-1', 'copy')
    assert (answer['state'], len(answer['stopped'])) == ('ended', 1)
    found = describe(folder, folder.item('copy', 'c-1'))
    assert (found['kind'], found['end']['outcome'], found['end']['code']) == ('copy', 'killed', 'KILLED')


def test_kill_stops_distcp_and_its_application(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str
) -> None:
    (fake.root / 'distcp').write_text('hang')
    attempts.start('copy', 'c-1', a_copy(fake, books, 'distcp'))
    until(lambda: (fake.root / 'started').exists())
    answer = attempts.kill('r-1', 'c-1', 'copy')
    assert (answer['stopped'][-1], fake.apps[0]['state']) == ('application_1700000000000_0001', 'KILLED')
    item = folder.item('copy', 'c-1')
    assert not os.path.exists(item.file('conf')) and not os.path.exists(item.file('ship'))


def test_a_kill_that_comes_first_keeps_the_copy_from_starting(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str
) -> None:
    assert attempts.kill('r-1', 'c-1', 'copy') == {'stopped': [], 'state': 'never-started'}
    assert attempts.start('copy', 'c-1', a_copy(fake, books)) == {'state': 'ended'}
    assert describe(folder, folder.item('copy', 'c-1'))['end']['code'] == 'KILLED'
    assert not fake.path(TARGET).exists()


def test_a_copy_whose_process_is_gone_is_lost(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, books: str
) -> None:
    fake.fault('OPEN', '/data/books/z', 'hang')
    attempts.start('copy', 'c-1', a_copy(fake, books))
    process = until(lambda: folder.item('copy', 'c-1').process())
    os.kill(process.pid, signal.SIGKILL)
    assert ended(folder, 'copy', 'c-1')['state'] == 'lost'
    assert attempts.start('copy', 'c-1', a_copy(fake, books)) == {'state': 'lost'}
