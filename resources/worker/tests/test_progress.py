"""The long poll answers at once when something is new, and its version only grows."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from typing import Any, Optional

import pytest
from builders import an_attempt
from conftest import until
from fake_cluster import FakeCluster

from medusa_worker import progress as progress_module
from medusa_worker.attempts import Attempts
from medusa_worker.items import killed_end
from medusa_worker.processes import ProcessIdentity
from medusa_worker.progress import ProgressBoard
from medusa_worker.statefolder import StateFolder


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, 'WAIT_SECONDS', 0.2)
    monkeypatch.setattr(progress_module, 'CROWDED_WAIT_SECONDS', 0.05)
    monkeypatch.setattr(progress_module, 'ALIVE_SECONDS', 0.05)


def a_board(folder: StateFolder, stopping: Optional[threading.Event] = None) -> ProgressBoard:
    return ProgressBoard(folder, 8, stopping or threading.Event())


def ask(board: ProgressBoard, since: int, run: str = 'r-1') -> dict[str, Any]:
    return dict(json.loads(board.answer(run, since)))


def an_ended_item(folder: StateFolder, id: str, cause: str = 'x') -> None:
    item = folder.item('attempt', id)
    item.create()
    item.specify('r-1', None, None)
    item.claim(None, 'killed before it began')
    item.finish(killed_end(cause))
    folder.announce('r-1', 'attempt', id)


def test_follows_an_attempt_to_its_end(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, monkeypatch: Any
) -> None:
    monkeypatch.setattr(progress_module, 'WAIT_SECONDS', 10)
    board, version, phases = a_board(folder), 0, []
    attempts.start('attempt', 'a-1', an_attempt(fake))
    while True:
        answer = ask(board, version)
        assert answer['version'] > version
        version = answer['version']
        (item,) = answer['items']
        phases.append((item['state'], item['phase'], item['map']))
        if item['state'] == 'ended':
            break
    assert phases[-1] == ('ended', 'digesting', 100)
    assert set(item) == {
        'id', 'kind', 'state', 'phase', 'applicationId', 'map', 'reduce', 'bytes', 'startedAt', 'finishedAt', 'phases', 'end',
    }  # fmt: skip


def test_an_unknown_run_waits_and_has_version_0(folder: StateFolder) -> None:
    began = time.monotonic()
    assert ask(a_board(folder), 0, 'r-none') == {'version': 0, 'items': []}
    assert time.monotonic() - began >= 0.2
    assert os.listdir(os.path.join(folder.root, 'runs')) == []


def test_a_change_ends_the_wait(folder: StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, 'WAIT_SECONDS', 20)
    an_ended_item(folder, 'a-1')
    board = a_board(folder)
    version = ask(board, 0)['version']
    threading.Timer(0.05, lambda: an_ended_item(folder, 'a-2')).start()
    began = time.monotonic()
    answer = ask(board, version)
    assert [item['id'] for item in answer['items']] == ['a-1', 'a-2']
    assert answer['version'] > version and time.monotonic() - began < 5


def test_a_version_from_the_future_waits_and_gets_the_present(folder: StateFolder) -> None:
    an_ended_item(folder, 'a-1')
    present = ask(a_board(folder), 0)['version']
    assert ask(a_board(folder), 10**9)['version'] == present


def test_the_version_survives_a_restart_of_the_worker(folder: StateFolder) -> None:
    an_ended_item(folder, 'a-1')
    assert ask(a_board(folder), 0) == ask(a_board(folder), 0)


def test_notices_a_process_that_dies_without_a_word(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_module, 'WAIT_SECONDS', 20)
    attempts.start('attempt', 'a-1', an_attempt(fake, 'hang'))
    until(lambda: (fake.root / 'started').exists())
    until(lambda: folder.item('attempt', 'a-1').state().get('applicationId'))
    board = a_board(folder)
    version = ask(board, 0)['version']
    process = folder.item('attempt', 'a-1').process()
    assert process is not None
    threading.Timer(0.1, lambda: os.kill(process.pid, signal.SIGKILL)).start()
    while True:
        answer = ask(board, version)
        version = answer['version']
        if answer['items'][0]['state'] != 'running':
            break
    assert (answer['items'][0]['state'], answer['items'][0]['end']) == ('lost', None)


def test_an_attempt_that_waits_for_its_process_is_running(fake: FakeCluster, folder: StateFolder) -> None:
    item = folder.item('attempt', 'a-1')
    item.create()
    item.specify('r-1', an_attempt(fake), None)
    folder.announce('r-1', 'attempt', 'a-1')
    (found,) = ask(a_board(folder), 0)['items']
    assert (found['state'], found['phase'], found['finishedAt']) == ('running', 'preparing', None)


def test_polls_beyond_half_the_threads_wait_only_shortly(folder: StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, 'WAIT_SECONDS', 30)
    stopping = threading.Event()
    board = ProgressBoard(folder, 4, stopping)
    threads = [threading.Thread(target=board.answer, args=('r-1', 0)) for _ in range(2)]
    for thread in threads:
        thread.start()
    until(lambda: board._long_waits._value == 0)  # type: ignore[attr-defined]
    began = time.monotonic()
    board.answer('r-1', 0)
    assert time.monotonic() - began < 5
    stopping.set()  # the worker stops: all answer at once
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()


def test_a_long_answer_leaves_out_what_was_seen_and_a_very_long_one_comes_in_pieces(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        an_ended_item(folder, f'a-{number}', 'x' * 1000)
    monkeypatch.setattr(progress_module, 'WHOLE_ANSWER_CHARACTERS', 5_000)
    monkeypatch.setattr(progress_module, 'LONGEST_ANSWER_CHARACTERS', 4_500)
    board, version, seen = a_board(folder), 0, []
    for _ in range(3):
        answer = ask(board, version)
        version = answer['version']
        seen.append([item['id'] for item in answer['items']])
    assert seen == [['a-0', 'a-1', 'a-2'], ['a-3', 'a-4', 'a-5'], ['a-6', 'a-7', 'a-8']]
    assert version == folder.version('r-1')
    an_ended_item(folder, 'a-9')
    assert [item['id'] for item in ask(board, version)['items']] == ['a-9']


def test_running_items_are_part_of_every_answer(folder: StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    item = folder.item('attempt', 'a-run')
    item.create()
    item.specify('r-1', None, None)
    item.claim(ProcessIdentity.own(), 'started')
    folder.announce('r-1', 'attempt', 'a-run')
    an_ended_item(folder, 'a-1', 'x' * 1000)
    monkeypatch.setattr(progress_module, 'WHOLE_ANSWER_CHARACTERS', 100)
    board = a_board(folder)
    version = ask(board, 0)['version']
    assert [found['id'] for found in ask(board, version)['items']] == ['a-run']
