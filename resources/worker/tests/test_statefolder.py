"""What is on disk is whole, claimed once, and announced after it was written."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from medusa_worker import files, statefolder
from medusa_worker.files import create_once, read_json, replace, tail
from medusa_worker.items import state_of
from medusa_worker.processes import ProcessIdentity
from medusa_worker.recorder import Recorder
from medusa_worker.statefolder import Item, StateFolder


def an_item(folder: StateFolder, id: str = 'a-1') -> Item:
    item = folder.item('attempt', id)
    item.create()
    item.specify('r-1', None, None)
    return item


def test_only_one_of_many_claims_succeeds(folder: StateFolder) -> None:
    item, won = an_item(folder), []
    barrier = threading.Barrier(8)

    def claim() -> None:
        barrier.wait()
        won.append(item.claim(ProcessIdentity.own(), 'x'))

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won.count(True) == 1


def test_there_is_one_end(folder: StateFolder) -> None:
    item = an_item(folder)
    assert [item.finish({'outcome': 'succeeded'}), item.finish({'outcome': 'killed'})] == [True, False]
    assert (item.end() or {})['end'] == {'outcome': 'succeeded'}


def test_an_item_no_process_takes_is_lost_after_a_while(folder: StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    item = an_item(folder)
    assert state_of(folder, item) == 'running'
    monkeypatch.setattr('medusa_worker.items.CLAIM_LIMIT_SECONDS', -1)
    assert state_of(folder, item) == 'lost'
    assert not item.claim(ProcessIdentity.own(), 'too late')


def test_versions_grow_and_changes_are_read_from_any_of_them(folder: StateFolder) -> None:
    an_item(folder)
    an_item(folder, 'a-2')
    versions = []
    for id in ('a-1', 'a-2', 'a-1'):
        folder.announce('r-1', 'attempt', id)
        versions.append(folder.version('r-1'))
    assert versions == sorted(set(versions))
    assert folder.changes('r-1', 0) == (versions[2], {('attempt', 'a-2'): versions[1], ('attempt', 'a-1'): versions[2]})
    assert folder.changes('r-1', versions[1]) == (versions[2], {('attempt', 'a-1'): versions[2]})


def test_a_torn_line_is_skipped(folder: StateFolder) -> None:
    an_item(folder)
    folder.announce('r-1', 'attempt', 'a-1')
    changes = Path(folder.root, 'runs', 'r-1', 'changes')
    with changes.open('a') as file:
        file.write('attempt a')
    whole = folder.changes('r-1', 0)
    assert whole == (len('attempt a-1\n'), {('attempt', 'a-1'): len('attempt a-1\n')})
    with changes.open('a') as file:
        file.write('\nattempt a-1\n')
    assert folder.changes('r-1', whole[0]) == (folder.version('r-1'), {('attempt', 'a-1'): folder.version('r-1')})


def test_a_full_disk_can_still_be_told(folder: StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    item = an_item(folder)
    item.reserve()
    write = files.create_once

    def full(path: str, value: Any) -> bool:
        if os.path.exists(item.file('reserve')):
            raise OSError(errno.ENOSPC, 'No space left on device')
        return write(path, value)

    monkeypatch.setattr(statefolder, 'create_once', full)
    assert item.finish({'code': 'DISK_FULL'})


def test_state_is_written_and_announced_only_when_it_changed(folder: StateFolder) -> None:
    item = an_item(folder)
    recorder = Recorder(folder, item, 'r-1', 'preparing')
    before = folder.version('r-1')
    recorder.flush()
    assert folder.version('r-1') == before
    recorder.add_bytes(5)
    recorder.flush()
    assert folder.version('r-1') > before and item.state()['bytes'] == 5
    recorder.phase('running')
    assert list(item.state()['phases']) == ['preparing', 'running']


def test_files_are_created_once_replaced_whole_and_read(tmp_path: Path) -> None:
    path = str(tmp_path / 'x.json')
    assert read_json(path) is None
    assert create_once(path, {'a': 'ä\ud800'}) and not create_once(path, {'b': 1})
    assert read_json(path) == {'a': 'ä\ud800'}
    replace(path, [1], durable=True)
    assert (read_json(path), os.listdir(tmp_path), os.stat(path).st_mode & 0o777) == ([1], ['x.json'], 0o600)


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        replace(str(tmp_path / 'x'), object(), durable=False)
    (tmp_path / 'd').mkdir()
    with pytest.raises(OSError):
        replace(str(tmp_path / 'd'), 1, durable=False)
    assert os.listdir(tmp_path) == ['d']


def test_a_tail_begins_with_a_whole_line(tmp_path: Path) -> None:
    file = tmp_path / 'log'
    file.write_text('first\nsecond\nthird\n')
    assert (tail(str(file), 8), tail(str(file), 100), tail(str(tmp_path / 'none'), 9)) == (
        'third\n', 'first\nsecond\nthird\n', '',
    )  # fmt: skip
