"""distcp is called so that exactly the files that count come, and its failures say which side it was."""

from __future__ import annotations

import re

import pytest
from builders import a_copy, manifest_of
from conftest import ended
from fake_cluster import FakeCluster

from medusa_worker.attempts import Attempts
from medusa_worker.digest import Listed
from medusa_worker.distcp import arguments, pattern
from medusa_worker.statefolder import StateFolder


def test_is_called_with_tag_filter_and_checksums(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    fake.write('/data/books/a', 'x')
    attempts.start('copy', 'c-1', a_copy(fake, manifest_of(a='x'), 'distcp'))
    item = ended(folder, 'copy', 'c-1')
    (ran,) = fake.ran()
    filters = folder.item('copy', 'c-1').file('ship/filters')
    assert ran['argv'] == [
        'distcp', '-Ddfs.checksum.combine.mode=COMPOSITE_CRC', '-filters', filters, '-m', '1', 'hdfs://peer:9000/data/books',
        '/user/test/medusa/runs/r-1/copies/c-1',
    ]  # fmt: skip
    assert ran['values']['mapreduce.job.tags'] == 'site,medusa-c-1'
    assert (item['applicationId'], item['end']['exitCode']) == ('application_1700000000000_0001', 0)
    assert item['end']['log'] and item['end']['counters']['memorySeconds'] == 100


@pytest.mark.parametrize(
    'how, code, cause',
    [
        ('fail', 'HDFS_ERROR', 'Check-sum mismatch'),
        ('unreachable', 'SOURCE_UNREADABLE', 'Connection refused'),
        ('corrupt', 'COPY_DIFFERS', 'what came is sha256:'),
    ],
)
def test_says_why_it_failed(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, how: str, code: str, cause: str
) -> None:
    fake.write('/data/books/a', 'y')
    (fake.root / 'distcp').write_text(how)
    attempts.start('copy', 'c-1', a_copy(fake, manifest_of(a='y'), 'distcp'))
    end = ended(folder, 'copy', 'c-1')['end']
    assert (end['code'], cause in end['cause'], len(end['files'])) == (code, True, 1 if how == 'corrupt' else 0)


@pytest.mark.parametrize(
    'path, left_out',
    [
        ('a', False), ('a/b_c', False), ('_SUCCESS', False), ('a/_SUCCESS', False), ('a/_SUCCESS/b', False), ('a.b/c_d', False),
        ('.a', True), ('_a', True), ('a/.b', True), ('a/_logs', True), ('_logs/a', True), ('a/_temporary/0/b', True),
        ('_SUCCESS2', True), ('_SUCCES', True), ('.a/_SUCCESS', True), ('_x/_SUCCESS', True), ('a\u2028/.b', True), ('.a\u2028', True),
    ],
)  # fmt: skip
def test_leaves_out_what_does_not_count(path: str, left_out: bool) -> None:
    for root in ('/data/books', '/_x/.y z+(é)', '/'):
        # The same as in Java but for the sign of the end.
        compiled = re.compile(pattern(root).replace(r'\z', r'\Z'))
        assert (compiled.fullmatch(f'hdfs://h:9000{root.rstrip("/")}/{path}') is not None) == left_out
        assert compiled.fullmatch(f'hdfs://h:9000{root}') is None


def test_does_not_take_names_for_patterns() -> None:
    source = {'namenode': 'hdfs://h:1', 'path': '/a*{b}[c]?\\d'}
    assert arguments(source, '/t', [], 'f')[-2:] == ['hdfs://h:1/a\\*\\{b\\}\\[c\\]\\?\\\\d', '/t']


@pytest.mark.parametrize('lengths, maps', [([], 1), ([1], 1), ([1] * 50, 1), ([1 << 30], 1), ([64 << 20] * 3, 3), ([1 << 30] * 50, 20)])
def test_asks_for_no_more_maps_than_there_is_work(lengths: list[int], maps: int) -> None:
    files = [Listed(f'/a/{n}', str(n), length) for n, length in enumerate(lengths)]
    assert arguments({'namenode': 'hdfs://h:1', 'path': '/a'}, '/t', files, 'f')[5] == str(maps)
