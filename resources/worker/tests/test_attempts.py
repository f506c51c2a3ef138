"""Attempts are started at most once, found again, killed whole, and called lost when they are."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

import pytest
from builders import an_attempt
from conftest import ended, until
from fake_cluster import FakeCluster

from medusa_worker import attempts as attempts_module
from medusa_worker import processes, supervisor
from medusa_worker.attempts import Attempts
from medusa_worker.config import Cluster
from medusa_worker.errors import BadRequest, TaskError
from medusa_worker.items import describe, state_of
from medusa_worker.processes import MARK, ProcessIdentity, marked
from medusa_worker.statefolder import StateFolder


def started(fake: FakeCluster) -> None:
    until(lambda: (fake.root / 'started').exists())


def test_two_starts_at_once_run_one_process(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    request = an_attempt(fake)
    answers: list[str] = []
    barrier = threading.Barrier(4)

    def start() -> None:
        barrier.wait()
        answers.append(attempts.start('attempt', 'a-1', request)['state'])

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ended(folder, 'attempt', 'a-1')
    assert answers.count('started') == 1
    assert len(fake.ran()) == 1


def test_a_repeated_start_finds_the_end(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    request = an_attempt(fake)
    attempts.start('attempt', 'a-1', request)
    ended(folder, 'attempt', 'a-1')
    assert attempts.start('attempt', 'a-1', request) == {'state': 'ended'}
    assert len(fake.ran()) == 1


def test_competing_processes_of_one_attempt_run_it_once(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    """Even if a second process is started (a worker died in between): the claim decides."""
    attempts.start('attempt', 'a-1', an_attempt(fake))
    for _ in range(2):
        attempts._spawn(folder.item('attempt', 'a-1'))
    ended(folder, 'attempt', 'a-1')
    until(lambda: not marked(folder.item('attempt', 'a-1').folder))
    assert len(fake.ran()) == 1


def test_a_process_that_finds_the_attempt_claimed_does_nothing(
    fake: FakeCluster, folder: StateFolder, cluster: Cluster
) -> None:
    item = folder.item('attempt', 'a-1')
    item.create()
    item.specify('r-1', an_attempt(fake), cluster.to_json())
    item.claim(ProcessIdentity.own(), 'another process')
    assert supervisor.main([folder.root, 'attempt', 'a-1']) == 0
    assert (item.end(), item.state(), fake.requests) == (None, {}, [])


def test_a_start_goes_on_where_a_dead_worker_stopped(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts_module, 'CLAIM_WAIT_SECONDS', 0.1)
    request = an_attempt(fake)
    folder.item('attempt', 'a-1').create()  # and then the worker was killed
    assert attempts.start('attempt', 'a-1', request) == {'state': 'started'}
    assert ended(folder, 'attempt', 'a-1')['end']['outcome'] == 'succeeded'
    assert folder.version('r-1') > 0


def test_the_same_id_with_another_request_is_refused(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    attempts.start('attempt', 'a-1', an_attempt(fake))
    with pytest.raises(BadRequest, match='asked for with other values'):
        attempts.start('attempt', 'a-1', an_attempt(fake, 'other'))
    with pytest.raises(BadRequest, match='must belong to run "r-1"'):
        attempts.start('attempt', 'a-1', an_attempt(fake, run='r-2'))
    ended(folder, 'attempt', 'a-1')


def test_is_lost_when_its_process_was_killed_and_never_runs_again(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    request = an_attempt(fake, 'hang')
    attempts.start('attempt', 'a-1', request)
    started(fake)
    before = folder.version('r-1')
    process = folder.item('attempt', 'a-1').process()
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    until(lambda: state_of(folder, folder.item('attempt', 'a-1')) == 'lost')
    assert folder.version('r-1') > before
    assert attempts.start('attempt', 'a-1', request) == {'state': 'lost'}
    assert describe(folder, folder.item('attempt', 'a-1'))['end'] is None
    assert len(fake.ran()) == 1


def test_killing_a_lost_attempt_stops_what_it_left_behind(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    attempts.start('attempt', 'a-1', an_attempt(fake, 'hang'))
    started(fake)
    item = folder.item('attempt', 'a-1')
    process = item.process()
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    until(lambda: state_of(folder, item) == 'lost')
    answer = attempts.kill('r-1', 'a-1')
    assert (answer['state'], len(answer['stopped'])) == ('lost', 2)
    assert (marked(item.folder), fake.apps[0]['state']) == ([], 'KILLED')


def test_is_lost_after_a_restart_of_the_host(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = folder.item('attempt', 'a-1')
    item.create()
    item.specify('r-1', an_attempt(fake), None)
    item.claim(ProcessIdentity.own(), 'started')
    assert state_of(folder, item) == 'running'
    monkeypatch.setattr(processes, 'boot_id', lambda: 'another boot')
    assert state_of(folder, item) == 'lost'
    assert attempts.start('attempt', 'a-1', an_attempt(fake)) == {'state': 'lost'}


def test_a_recycled_pid_is_not_taken_for_the_process(folder: StateFolder) -> None:
    item = folder.item('attempt', 'a-1')
    item.create()
    item.specify('r-1', None, None)
    own = ProcessIdentity.own()
    item.claim(ProcessIdentity(own.pid, own.start - 1, own.boot), 'started')
    assert state_of(folder, item) == 'lost'


def test_an_end_written_just_before_the_process_went_counts(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = folder.item('attempt', 'a-1')
    item.create()
    item.specify('r-1', None, None)
    item.claim(ProcessIdentity.own(), 'started')

    def ends_while_looked_at(_: ProcessIdentity) -> bool:
        item.finish({'outcome': 'succeeded'})
        return False

    monkeypatch.setattr(ProcessIdentity, 'is_alive', ends_while_looked_at)
    assert state_of(folder, item) == 'ended'


def test_kill_stops_processes_and_application(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    attempts.start('attempt', 'a-1', an_attempt(fake, 'hang'))
    started(fake)
    answer = attempts.kill('r-1', 'a-1')
    assert answer['state'] == 'ended'
    assert answer['stopped'][-1] == 'application_1700000000000_0001'
    assert [entry.split()[0] for entry in answer['stopped'][:-1]] == ['process', 'process']
    end = ended(folder, 'attempt', 'a-1')['end']
    assert (end['outcome'], end['code']) == ('killed', 'KILLED')
    assert end['log'] == ['INFO impl.YarnClientImpl: Submitted application application_1700000000000_0001']
    assert attempts.kill('r-1', 'a-1') == {'stopped': [], 'state': 'ended'}


def test_kill_reaches_what_ignores_sigterm_and_left_the_group(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    attempts.start('attempt', 'a-1', an_attempt(fake, 'stubborn'))
    started(fake)
    answer = attempts.kill('r-1', 'a-1')
    assert (answer['state'], marked(folder.item('attempt', 'a-1').folder)) == ('ended', [])
    assert len(answer['stopped']) >= 3


def test_kill_catches_an_application_that_appears_while_its_client_dies(
    fake: FakeCluster, attempts: Attempts, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its client ends by itself once it submitted; on a busy machine that takes longer than the tests' short grace.
    monkeypatch.setattr(attempts_module, 'PROCESS_GRACE_SECONDS', 30.0)
    attempts.start('attempt', 'a-1', an_attempt(fake, 'late'))
    started(fake)
    assert fake.apps == []
    answer = attempts.kill('r-1', 'a-1')
    assert [app['state'] for app in fake.apps] == ['KILLED']
    assert 'application_1700000000000_0001' in answer['stopped']


def test_kill_waits_for_an_application_that_appears_after_its_client_died(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    attempts.start('attempt', 'a-1', an_attempt(fake, 'stubborn'))
    started(fake)

    def submitted_late() -> None:
        until(lambda: not marked(folder.item('attempt', 'a-1').folder))
        time.sleep(0.05)
        fake.add_app('medusa-a-1')

    late = threading.Thread(target=submitted_late)
    late.start()
    attempts.kill('r-1', 'a-1')
    late.join()
    assert [app['state'] for app in fake.apps] == ['KILLED']


def test_kill_does_not_touch_the_applications_of_others(fake: FakeCluster, attempts: Attempts) -> None:
    fake.add_app('medusa-a-10')
    attempts.kill('r-1', 'a-1')
    assert fake.apps[0]['state'] == 'RUNNING'


def test_a_kill_that_comes_first_keeps_the_attempt_from_starting(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    assert attempts.kill('r-1', 'a-1') == {'stopped': [], 'state': 'never-started'}
    assert attempts.start('attempt', 'a-1', an_attempt(fake)) == {'state': 'ended'}
    assert attempts.kill('r-1', 'a-1') == {'stopped': [], 'state': 'never-started'}
    item = ended(folder, 'attempt', 'a-1')
    assert (item['end']['outcome'], item['end']['code'], fake.ran()) == ('killed', 'KILLED', [])


def test_a_tombstone_without_its_end_is_completed(folder: StateFolder) -> None:
    """The worker that recorded the kill died between two writes."""
    item = folder.item('attempt', 'a-1')
    item.create()
    item.specify('r-1', None, None)
    item.claim(None, 'killed before it began')
    assert describe(folder, item)['end']['code'] == 'KILLED'


def test_kill_says_so_when_yarn_does_not_answer_and_can_be_repeated(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    attempts.start('attempt', 'a-1', an_attempt(fake, 'hang'))
    started(fake)
    fake.faults['YARN'] = []
    with pytest.raises(TaskError, match='its applications may not be'):
        attempts.kill('r-1', 'a-1')
    assert marked(folder.item('attempt', 'a-1').folder) == []
    del fake.faults['YARN']
    assert attempts.kill('r-1', 'a-1') == {'stopped': ['application_1700000000000_0001'], 'state': 'ended'}


def test_an_attempt_survives_its_worker_and_has_a_session_of_its_own(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    attempts.start('attempt', 'a-1', an_attempt(fake, 'hang'))
    started(fake)
    process = folder.item('attempt', 'a-1').process()
    assert process is not None
    assert os.getsid(process.pid) == process.pid != os.getsid(0)
    opened = {os.readlink(f'/proc/{process.pid}/fd/{n}') for n in (0, 1, 2)}
    assert opened == {'/dev/null', folder.item('attempt', 'a-1').file('supervisor.log')}


def test_marks_name_the_state_folder_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    import subprocess

    child = subprocess.Popen(['sleep', '60'], env={MARK: f'{tmp_path}/attempts/a-1'})
    try:
        assert marked('/elsewhere/attempts/a-1') == []
        assert until(lambda: marked(f'{tmp_path}/attempts/a-1')) == [child.pid]
    finally:
        child.kill()
        child.wait()
