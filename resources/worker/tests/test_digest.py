"""Digesting finds exactly the files that count, and stops at the first error."""

from __future__ import annotations

import pytest
from builders import manifest_of, sha256
from fake_cluster import FakeCluster

from medusa_worker import digest as digest_module
from medusa_worker import hdfs as hdfs_module
from medusa_worker.digest import digest_trees, list_tree
from medusa_worker.errors import AttemptFailure
from medusa_worker.hdfs import Hdfs, HdfsError
from medusa_worker.http_pool import HttpPool


@pytest.fixture
def hdfs(fake: FakeCluster, monkeypatch: pytest.MonkeyPatch) -> Hdfs:
    monkeypatch.setattr(hdfs_module, 'PAUSES_SECONDS', (0.01, 0.01, 0.01))
    return Hdfs(HttpPool(), f'{fake.url}/webhdfs/v1', 'test')


def test_lists_a_tree_in_the_order_of_bytes(fake: FakeCluster, hdfs: Hdfs) -> None:
    for name in ('b', 'a/x', 'a-x', 'Z', 'é', '_SUCCESS', '_logs/l', '.hidden/x', 'a/_temporary/0', 'a/.crc'):
        fake.write(f'/d/{name}', name)
    listed = list_tree(hdfs, '/d')
    assert listed is not None
    assert [file.name for file in listed] == ['Z', '_SUCCESS', 'a-x', 'a/x', 'b', 'é']
    assert [file.path for file in listed][3] == '/d/a/x'


def test_several_paths_share_the_work_and_keep_their_order(fake: FakeCluster, hdfs: Hdfs) -> None:
    for number in range(30):
        fake.write(f'/d/part-{number:02}', 'x' * number)
    counted: list[int] = []
    trees = digest_trees(hdfs, ['/d', '/none', '/d/part-07', '/d'], counted.append)
    whole = manifest_of(**{f'part-{number:02}': 'x' * number for number in range(30)})
    assert [tree and tree.manifest for tree in trees] == [whole, None, manifest_of(**{'part-07': 'x' * 7}), whole]
    assert sum(counted) == sum(range(30))


def test_a_torn_read_is_repeated_and_counted_once(fake: FakeCluster, hdfs: Hdfs) -> None:
    fake.write('/d/a', '12345')
    fake.fault('READ', '/d/a', 'torn', 'short')
    counted: list[int] = []
    (tree,) = digest_trees(hdfs, ['/d'], counted.append)
    assert tree is not None and (tree.files[0].sha256, sum(counted)) == (sha256('12345'), 5)


def test_one_file_that_cannot_be_read_spoils_all(fake: FakeCluster, hdfs: Hdfs) -> None:
    for number in range(20):
        fake.write(f'/d/{number}', 'x')
    fake.fault('OPEN', '/d/13', *['denied'] * 9)
    with pytest.raises(HdfsError, match='reading /d/13: AccessControlException'):
        digest_trees(hdfs, ['/d'], lambda _: None)


def test_too_many_files_are_refused_before_reading(
    fake: FakeCluster, hdfs: Hdfs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest_module, 'MAX_FILES', 2)
    for number in range(3):
        fake.write(f'/d/{number}', 'x')
    with pytest.raises(AttemptFailure) as error:
        digest_trees(hdfs, ['/d'], lambda _: None)
    assert error.value.code == 'TOO_MANY_FILES'
    assert not any('OPEN' in request for request in fake.requests)


def test_a_tree_without_end_is_given_up(fake: FakeCluster, hdfs: Hdfs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest_module, 'MAX_ENTRIES', 5)
    fake.write('/d/1/2/3/4/5/6/a', 'x')
    with pytest.raises(AttemptFailure) as error:
        list_tree(hdfs, '/d')
    assert error.value.code == 'TOO_MANY_FILES'


def test_names_with_line_feeds_are_refused(fake: FakeCluster, hdfs: Hdfs) -> None:
    fake.write('/d/a\nb', 'x')
    with pytest.raises(AttemptFailure, match='control characters'):
        digest_trees(hdfs, ['/d'], lambda _: None)


def test_an_empty_folder_has_a_manifest(fake: FakeCluster, hdfs: Hdfs) -> None:
    fake.path('/d').mkdir()
    (tree,) = digest_trees(hdfs, ['/d'], lambda _: None)
    assert tree is not None and tree.manifest == manifest_of()
