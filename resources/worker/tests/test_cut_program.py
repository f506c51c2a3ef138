"""Cutting on the cluster, by the real detached process: the right bytes in the right places, or no end that counts."""

from __future__ import annotations

import pytest
from builders import a_cut, manifest_of, sha256
from conftest import ended
from fake_cluster import FakeCluster

from medusa_worker import cut_program
from medusa_worker import hdfs as hdfs_module
from medusa_worker.attempts import Attempts
from medusa_worker.cut_program import find_line_feed
from medusa_worker.hdfs import Hdfs
from medusa_worker.http_pool import HttpPool
from medusa_worker.statefolder import StateFolder


def end_of(attempts: Attempts, folder: StateFolder, request: dict) -> dict:
    attempts.start('attempt', 'a-1', request)
    return dict(ended(folder, 'attempt', 'a-1')['end'])


def test_writes_chunks_and_digests_them(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    files = {'_SUCCESS': '', 'a': '1\n2\n3\n', 'ä b/c %+.gz': 'x\ny\n', 'z': '4'}
    request = a_cut(fake, {'size': 4}, **files)
    attempts.start('attempt', 'a-1', request)
    item = ended(folder, 'attempt', 'a-1')
    wanted = {
        '_SUCCESS': '', 'chunk-00000/_SUCCESS': '', 'chunk-00000/a': '1\n2\n', 'chunk-00001/a': '3\n', 'chunk-00001/z': '4',
        'chunk-00001/ä b/c %+.gz': 'x\ny\n',
    }  # fmt: skip
    # z sorts before ä: the order is that of bytes.
    assert {entry['path']: (entry['length'], entry['sha256']) for entry in item['end']['files']} == {
        path: (len(text), sha256(text)) for path, text in wanted.items()
    }
    assert (item['end']['outcome'], item['end']['manifest']) == ('succeeded', manifest_of(**wanted))
    assert item['end']['inputs'] == [request['inputs'][0]['manifest']]
    assert (item['end']['exitCode'], item['end']['counters'], fake.ran()) == (None, {}, [])
    assert list(item['phases']) == ['preparing', 'checking', 'running', 'digesting']
    assert item['end']['jobFinishedAt'] is not None
    for path, text in wanted.items():
        assert fake.path(f'{request["output"]}/{path}').read_text() == text


def test_cuts_a_single_file(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    request = a_cut(fake, {'count': 2}, data='1\n2\n')
    request['inputs'][0]['path'] = '/input/data'
    assert [file['path'] for file in end_of(attempts, folder, request)['files']] == [
        '_SUCCESS', 'chunk-00000/data', 'chunk-00001/data',
    ]  # fmt: skip


@pytest.mark.parametrize(
    'operation, path, fault',
    [
        ('READ', '/input/data', 'torn'),
        ('WRITE', '/user/test/medusa/runs/r-1/count/a-1/chunk-00001/data', 'lost'),
        ('CREATE', '/user/test/medusa/runs/r-1/count/a-1/chunk-00002/data', 'standby'),
        ('CREATE', '/user/test/medusa/runs/r-1/count/a-1/_SUCCESS', 'html'),
    ],
)
def test_begins_a_file_anew_after_what_was_only_for_the_moment(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, operation: str, path: str, fault: str
) -> None:
    request = a_cut(fake, {'size': 2}, data='1\n2\n3\n')
    # The file is read to check it, twice in part to find line feeds, and then to cut it.
    fake.fault(operation, path, *(['', '', '', fault] if operation == 'READ' else [fault]))
    end = end_of(attempts, folder, request)
    assert (end['outcome'], len(end['files'])) == ('succeeded', 4)
    texts = [fake.path(f'{request["output"]}/chunk-0000{n}/data').read_text() for n in range(3)]
    assert texts == ['1\n', '2\n', '3\n']


def test_a_file_that_is_another_when_it_is_cut(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    request = a_cut(fake, {'files': 1}, data='1\n2\n')
    fake.fault('READ', '/input/data', '', 'swap')
    end = end_of(attempts, folder, request)
    assert (end['code'], end['files'], end['manifest']) == ('INPUT_DIFFERS', [], None)
    assert 'came when it was cut' in end['cause']


@pytest.mark.parametrize('fault', ['more', 'short'])
def test_a_file_of_another_length_when_it_is_cut(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, fault: str
) -> None:
    request = a_cut(fake, {'files': 1}, data='1\n2\n')
    fake.fault('READ', '/input/data', '', *[fault] * 4)
    assert end_of(attempts, folder, request)['code'] == 'HDFS_ERROR'


def test_says_why_nothing_was_cut(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    assert end_of(attempts, folder, a_cut(fake, {'size': 1}, a='', b=''))['code'] == 'INPUT_EMPTY'


def test_too_many_chunks(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    files = {f'{number:04}': 'x' for number in range(1001)}
    request = a_cut(fake, {'files': 1}, **files)
    assert end_of(attempts, folder, request)['code'] == 'BAD_CHUNKS'


def test_a_full_hdfs(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    request = a_cut(fake, {'size': 9}, a='1')
    fake.fault('WRITE', f'{request["output"]}/chunk-00000/a', 'full')
    end = end_of(attempts, folder, request)
    assert (end['code'], end['manifest']) == ('DISK_FULL', None)


def test_an_output_that_is_there_is_not_written_to(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    request = a_cut(fake, {'size': 9}, a='1')
    fake.write(f'{request["output"]}/x', '')
    assert end_of(attempts, folder, request)['code'] == 'OUTPUT_EXISTS'


def test_lines_of_chunks(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    end = end_of(attempts, folder, {**a_cut(fake, {'size': 2}, a='2\n1'), 'compare': 'lines'})
    assert end['lines'] == {'digest': f'sha256:{sha256("1" + chr(10) + "2" + chr(10))}', 'count': 2}


def test_finds_line_feeds_that_are_far_away(fake: FakeCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut_program, 'FIRST_LOOK_BYTES', 4)
    monkeypatch.setattr(hdfs_module, 'PAUSES_SECONDS', (0.01, 0.01, 0.01))
    text = 'x' * 100 + '\n' + 'y' * 50
    fake.write('/a', text)
    fake.fault('READ', '/a', '', 'torn', 'short')
    hdfs = Hdfs(HttpPool(), f'{fake.url}/webhdfs/v1', 'test')
    assert [find_line_feed(hdfs, '/a', offset, len(text)) for offset in (0, 99, 100, 101, 150)] == [100, 100, 100, None, None]
