"""The digest over sorted lines does not depend on files or order, and is never taken of half of them."""

from __future__ import annotations

import hashlib
import os
import random
import stat
from pathlib import Path

import pytest
from builders import an_attempt, sha256
from conftest import ended
from fake_cluster import FakeCluster

from medusa_worker import hdfs as hdfs_module
from medusa_worker import lines as lines_module
from medusa_worker.attempts import Attempts
from medusa_worker.digest import digest_trees
from medusa_worker.errors import AttemptFailure
from medusa_worker.hdfs import Hdfs, HdfsError
from medusa_worker.http_pool import HttpPool
from medusa_worker.lines import digest_lines
from medusa_worker.statefolder import StateFolder


@pytest.fixture
def hdfs(fake: FakeCluster, monkeypatch: pytest.MonkeyPatch) -> Hdfs:
    monkeypatch.setattr(hdfs_module, 'PAUSES_SECONDS', (0.01, 0.01, 0.01))
    return Hdfs(HttpPool(), f'{fake.url}/webhdfs/v1', 'test')


def lines_of(hdfs: Hdfs, tmp_path: Path) -> dict:
    (tree,) = digest_trees(hdfs, ['/o'], lambda _: None)
    assert tree is not None
    try:
        return digest_lines(hdfs, tree, str(tmp_path / 'sort'), lambda _: None)
    finally:
        assert not (tmp_path / 'sort').exists()


def write(fake: FakeCluster, **files: bytes) -> None:
    for name, data in files.items():
        file = fake.path(f'/o/{name}')
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    program = tmp_path / 'other-sort'
    program.write_text(f'#!/bin/sh\n{text}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(lines_module, 'SORT', str(program))


def test_sorts_bytes_and_adds_what_is_missing(fake: FakeCluster, hdfs: Hdfs, tmp_path: Path) -> None:
    write(fake, **{'part-0': b'b\n\nB\n\xff\na\x00b\na', 'part-1': 'é\nb\r\nb\n'.encode(), '_SUCCESS': b'{"time": 1}\n', 'p-x': b'', '_logs/x': b'no\n'})
    wanted = b''.join(line + b'\n' for line in sorted([b'b', b'', b'B', b'\xff', b'a\x00b', b'a', 'é'.encode(), b'b\r', b'b']))
    assert lines_of(hdfs, tmp_path) == {'digest': f'sha256:{hashlib.sha256(wanted).hexdigest()}', 'count': 9}


def test_does_not_depend_on_files_order_and_locale(
    fake: FakeCluster, hdfs: Hdfs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('LC_ALL', 'en_US.UTF-8')
    texts = [f'{"aAbB"[n % 4]}{n} x' for n in range(20_000)]
    random.Random(1).shuffle(texts)
    write(fake, one=('\n'.join(texts)).encode())
    first = lines_of(hdfs, tmp_path)
    fake.path('/o/one').unlink()
    write(fake, a='\n'.join(reversed(texts[:7000])).encode(), b=('\n'.join(texts[7000:]) + '\n').encode())
    assert lines_of(hdfs, tmp_path) == first
    assert first['count'] == 20_000


def test_no_lines_at_all(fake: FakeCluster, hdfs: Hdfs, tmp_path: Path) -> None:
    write(fake, **{'_SUCCESS': b'', 'part-0': b''})
    assert lines_of(hdfs, tmp_path) == {'digest': f'sha256:{sha256("")}', 'count': 0}


def test_goes_on_where_a_read_was_torn(fake: FakeCluster, hdfs: Hdfs, tmp_path: Path) -> None:
    write(fake, a=b'2\n1\n')
    fake.fault('READ', '/o/a', '', 'torn', 'short', 'torn')
    text = '1\n2\n'
    assert lines_of(hdfs, tmp_path) == {'digest': f'sha256:{sha256(text)}', 'count': 2}


def test_a_file_that_changed_since_its_digest(fake: FakeCluster, hdfs: Hdfs, tmp_path: Path) -> None:
    write(fake, a=b'2\n1\n')
    fake.fault('READ', '/o/a', '', 'swap')
    with pytest.raises(HdfsError, match='came when its lines were sorted'):
        lines_of(hdfs, tmp_path)


def test_a_file_that_cannot_be_read(fake: FakeCluster, hdfs: Hdfs, tmp_path: Path) -> None:
    write(fake, a=b'2\n1\n')
    fake.fault('OPEN', '/o/a', '', 'denied')
    with pytest.raises(HdfsError, match='AccessControlException'):
        lines_of(hdfs, tmp_path)


def test_a_missing_program_is_named(hdfs: Hdfs, fake: FakeCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(fake, a=b'x\n')
    monkeypatch.setattr(lines_module, 'SORT', 'no-such-sort')
    with pytest.raises(AttemptFailure, match='needs the program "no-such-sort" .coreutils. in the PATH') as error:
        lines_of(hdfs, tmp_path)
    assert error.value.code == 'INTERNAL'


@pytest.mark.parametrize(
    'text, code, cause',
    [
        ('cat >/dev/null; echo "sort: write failed: /x: No space left on device" >&2; exit 2', 'DISK_FULL', 'No space left'),
        ('cat; echo "sort: odd" >&2; exit 2', 'INTERNAL', 'sort: odd'),
        ('cat; kill -9 $$', 'INTERNAL', 'exit code -9 and said nothing'),
        ('exit 0', 'INTERNAL', 'exit code 0 and said nothing'),
    ],
)
def test_a_sort_that_fails_gives_no_digest(
    hdfs: Hdfs, fake: FakeCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, code: str, cause: str
) -> None:
    write(fake, a=b'x\n' * 1_000_000)
    a_program(tmp_path, monkeypatch, text)
    with pytest.raises(AttemptFailure) as error:
        lines_of(hdfs, tmp_path)
    assert (error.value.code, cause in error.value.cause) == (code, True)


def test_an_attempt_that_is_compared_by_lines(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    attempts.start('attempt', 'a-1', an_attempt(fake, compare='lines'))
    end = ended(folder, 'attempt', 'a-1')['end']
    text = 'word 1\n'
    assert end['lines'] == {'digest': f'sha256:{sha256(text)}', 'count': 1}
    assert end['manifest'] is not None
    left = set(os.listdir(folder.item('attempt', 'a-1').folder))
    assert left == {'spec.json', 'claim.json', 'state.json', 'end.json', 'job.log', 'supervisor.log'}
