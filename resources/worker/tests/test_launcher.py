"""The program refuses what it must, and stops only the process it started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import until
from test_config import write

from medusa_worker import launcher
from medusa_worker.__main__ import main
from medusa_worker.processes import ProcessIdentity, boot_id, start_time


@pytest.fixture
def ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run as root; the program would refuse."""
    own = os.geteuid()
    calls = iter([1000])
    monkeypatch.setattr(os, 'geteuid', lambda: next(calls, own))


def test_refuses_to_run_as_root(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(os, 'geteuid', lambda: 0)
    assert main(['--config', '/x']) == 77
    assert 'refuses to run as root' in capsys.readouterr().err


def test_refuses_a_configuration_others_can_read(tmp_path: Path, capsys: Any, ordinary_user: None) -> None:
    assert main(['--config', write(tmp_path, mode=0o644)]) == 78
    error = capsys.readouterr().err
    assert 'mode 0644' in error and 'very-secret' not in error


def test_asks_for_a_configuration(monkeypatch: pytest.MonkeyPatch, capsys: Any, ordinary_user: None) -> None:
    monkeypatch.delenv('MEDUSA_WORKER_CONFIG', raising=False)
    assert main([]) == 78


def test_says_that_nothing_runs(tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (launcher.status(str(tmp_path)), launcher.stop(str(tmp_path))) == (1, 0)
    assert capsys.readouterr().out == 'not running\nnot running\n'


def record(folder: Path, pid: int, start: int, stage: str = 'connected') -> None:
    (folder / 'worker.pid').write_text(f'{pid}\n{start}\n{boot_id()}\n{stage}\n')


def test_stops_the_recorded_process_even_if_it_does_not_want_to(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher, 'STOP_SECONDS', 0.1)
    code = 'import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)'
    child = subprocess.Popen([sys.executable, '-c', code], stdout=subprocess.PIPE)
    assert child.stdout is not None and child.stdout.readline()
    record(tmp_path, child.pid, start_time(child.pid) or 0)
    assert launcher.status(str(tmp_path)) == 0
    assert launcher.stop(str(tmp_path)) == 0
    assert child.wait() == -signal.SIGKILL
    assert capsys.readouterr().out == f'running, process {child.pid}\nstopped, process {child.pid}\n'


def test_does_not_touch_another_process_with_the_same_pid(tmp_path: Path) -> None:
    child = subprocess.Popen(['sleep', '60'])
    try:
        record(tmp_path, child.pid, (start_time(child.pid) or 0) - 1)
        assert launcher.stop(str(tmp_path)) == 0
        assert child.poll() is None
    finally:
        child.kill()
        child.wait()


def test_one_worker_a_state_folder(tmp_path: Path) -> None:
    lock = launcher.take_lock(str(tmp_path))
    assert lock is not None and launcher.take_lock(str(tmp_path)) is None
    os.close(lock)
    again = launcher.take_lock(str(tmp_path))
    assert again is not None
    os.close(again)


def test_the_pid_file_tells_starting_from_connected_and_goes_with_its_process(tmp_path: Path, capsys: Any) -> None:
    launcher.record(str(tmp_path), 'starting')
    assert launcher.status(str(tmp_path)) == 0
    launcher.record(str(tmp_path), 'connected')
    launcher.status(str(tmp_path))
    assert capsys.readouterr().out.splitlines() == [
        f'running, process {os.getpid()}, not connected to the broker', f'running, process {os.getpid()}',
    ]  # fmt: skip
    assert launcher.running(str(tmp_path)) == ProcessIdentity.own()
    launcher.forget(str(tmp_path))
    assert os.listdir(tmp_path) == []


def test_detach_tells_what_the_log_says_when_the_worker_dies(tmp_path: Path, capsys: Any) -> None:
    """As root it refuses, as anybody else the configuration is missing: either way it ends at once."""
    assert launcher.detach(str(tmp_path), str(tmp_path / 'none.json')) == 1
    error = capsys.readouterr().err
    assert 'the worker ended with exit code 7' in error and 'medusa_worker: ' in error
    assert json.dumps(os.stat(tmp_path / 'worker.log').st_mode & 0o777) == '384'


def test_zombies_do_not_count_as_alive() -> None:
    child = subprocess.Popen(['true'])
    until(lambda: start_time(child.pid) is None)
    child.wait()
