"""The worker as a process that outlives the ssh session which started it: detach, stop, status.

`worker.pid` has a line each for pid, start time, boot id and `starting` or `connected`; it is removed when the
worker ends. A process is only ever stopped when the first three agree: never by name, never by a pid that was
given to another one.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from typing import Optional

from .files import tail
from .processes import ProcessIdentity

START_SECONDS = 15.0
STOP_SECONDS = 10.0
_PACKAGE_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def _pid_file(folder: str) -> str:
    return os.path.join(folder, 'worker.pid')


def _log_file(folder: str) -> str:
    return os.path.join(folder, 'worker.log')


def take_lock(folder: str) -> Optional[int]:
    """One worker a state folder. The kernel gives the lock back when the process ends, however it does."""
    descriptor = os.open(os.path.join(folder, 'worker.lock'), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def record(folder: str, stage: str) -> None:
    """`stage` is `starting` or `connected`."""
    own = ProcessIdentity.own()
    temporary = f'{_pid_file(folder)}.{own.pid}.tmp'
    with open(temporary, 'w', encoding='ascii') as file:
        file.write(f'{own.pid}\n{own.start}\n{own.boot}\n{stage}\n')
    os.replace(temporary, _pid_file(folder))


def forget(folder: str) -> None:
    """Removes the file if it is this process's own."""
    found = _recorded(folder)
    if found is not None and found.pid == os.getpid():
        os.unlink(_pid_file(folder))


def _recorded(folder: str) -> Optional[ProcessIdentity]:
    try:
        with open(_pid_file(folder), encoding='ascii') as file:
            pid, start, boot = (file.read().splitlines() + ['', '', ''])[:3]
        return ProcessIdentity(int(pid), int(start), boot)
    except (FileNotFoundError, ValueError):
        return None


def _is_connected(folder: str) -> bool:
    return tail(_pid_file(folder), 1024).endswith('\nconnected\n')


def running(folder: str) -> Optional[ProcessIdentity]:
    found = _recorded(folder)
    return found if found is not None and found.is_alive() else None


def status(folder: str) -> int:
    found = running(folder)
    how = '' if _is_connected(folder) else ', not connected to the broker'
    print(f'running, process {found.pid}{how}' if found else 'not running')
    return 0 if found else 1


def detach(folder: str, config_path: str) -> int:
    """Starts the worker unless it runs; prints its pid once it is connected. 1 and the log's end when it is not
    in time.
    """
    found = running(folder)
    if found is not None:
        print(found.pid)
        return 0
    with open(_log_file(folder), 'ab') as log:
        os.chmod(_log_file(folder), 0o600)
        child = subprocess.Popen(
            [sys.executable, '-m', 'medusa_worker', '--config', config_path],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, close_fds=True, start_new_session=True, cwd=folder,
            env={**os.environ, 'PYTHONPATH': os.pathsep.join([_PACKAGE_FOLDER, *_inherited_path()])},
        )  # fmt: skip
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        found = running(folder)
        if found is not None and found.pid == child.pid and _is_connected(folder):
            print(child.pid)
            return 0
        if child.poll() is not None:
            return _not_started(folder, f'the worker ended with exit code {child.returncode}')
        time.sleep(0.05)
    # It goes on trying: a broker that comes back later is no reason to deploy again.
    return _not_started(
        folder, f'the worker (process {child.pid}) is not connected after {START_SECONDS:.0f} s and goes on'
    )


def _inherited_path() -> list[str]:
    return [entry for entry in os.environ.get('PYTHONPATH', '').split(os.pathsep) if entry and entry != _PACKAGE_FOLDER]


def _not_started(folder: str, reason: str) -> int:
    print(f'medusa_worker: {reason}. The last lines of {_log_file(folder)}:', file=sys.stderr)
    print('\n'.join(tail(_log_file(folder), 16 * 1024).splitlines()[-20:]), file=sys.stderr)
    return 1


def stop(folder: str) -> int:
    """SIGTERM, SIGKILL after ten seconds. Attempts are processes of their own and go on."""
    found = running(folder)
    if found is None:
        print('not running')
        return 0
    for number, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, 5.0)):
        try:
            os.kill(found.pid, number)
        except ProcessLookupError:
            break
        end = time.monotonic() + seconds
        while found.is_alive() and time.monotonic() < end:
            time.sleep(0.05)
        if not found.is_alive():
            break
    if found.is_alive():
        print(f'medusa_worker: process {found.pid} does not end', file=sys.stderr)
        return 1
    print(f'stopped, process {found.pid}')
    return 0
