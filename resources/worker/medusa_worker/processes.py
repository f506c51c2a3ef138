"""Who runs: a process is named by pid, start time and boot id, so that a recycled pid is never taken for it.

An attempt's processes are found by the environment variable MEDUSA_ATTEMPT, which every descendant inherits,
never by a name or a command line. Its value is the attempt's state folder: two workers of one user on one host
(the lab) may have attempts of the same name. Linux only (/proc).
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from typing import Iterable, Optional

MARK = 'MEDUSA_ATTEMPT'


def boot_id() -> str:
    """Changes with every start of the host. Empty where the kernel does not tell."""
    try:
        with open('/proc/sys/kernel/random/boot_id', encoding='ascii') as file:
            return file.read().strip()
    except OSError:
        return ''


def _stat_fields(pid: int) -> Optional[list[str]]:
    """The fields of /proc/PID/stat after the command's name; None when there is no such process."""
    try:
        with open(f'/proc/{pid}/stat', encoding='utf-8', errors='replace') as file:
            # "4711 (any ) text) S 1 …": the name may hold spaces and brackets, so the last ")" counts (proc(5)).
            return file.read().rpartition(')')[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def start_time(pid: int) -> Optional[int]:
    """Clock ticks after boot at which the process began; None when it is gone or a zombie."""
    fields = _stat_fields(pid)
    if fields is None or len(fields) < 20 or fields[0] in 'ZX':
        return None
    return int(fields[19])


@dataclass(frozen=True)
class ProcessIdentity:
    pid: int
    start: int
    boot: str

    @staticmethod
    def own() -> 'ProcessIdentity':
        pid = os.getpid()
        start = start_time(pid)
        if start is None:
            raise RuntimeError('/proc does not show this very process: is /proc mounted?')
        return ProcessIdentity(pid, start, boot_id())

    def is_alive(self) -> bool:
        return self.boot == boot_id() and start_time(self.pid) == self.start


def marked(folder: str) -> list[int]:
    """The processes of this user that carry the attempt's mark, zombies left out."""
    wanted = f'{MARK}={folder}'.encode()
    found = []
    for name in os.listdir('/proc'):
        if not name.isdigit():
            continue
        try:
            with open(f'/proc/{name}/environ', 'rb') as file:
                environment = file.read()
        except OSError:  # somebody else's, or gone in the meantime: not ours to look at
            continue
        if wanted in environment.split(b'\0') and start_time(int(name)) is not None:
            found.append(int(name))
    return found


def _send(pids: Iterable[int], number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue  # it ended by itself


def stop_marked(folder: str, group: Optional[int], grace_seconds: float, limit_seconds: float) -> list[int]:
    """SIGTERM, after the grace SIGKILL, to the attempt's group and to all that carry its mark; returns who was there.

    `group` is the process group's id when its leader is known to be alive. What appears meanwhile (a child just forked)
    is caught by looking again. TimeoutError when something survives SIGKILL for `limit_seconds` (state D).
    """
    began = time.monotonic()
    stopped: dict[int, None] = {}
    while True:
        present = marked(folder)
        if not present:
            return list(stopped)
        waited = time.monotonic() - began
        if waited > limit_seconds:
            raise TimeoutError(f'processes {present} do not end, even after SIGKILL')
        new = [pid for pid in present if pid not in stopped]
        stopped.update(dict.fromkeys(new))
        if waited > grace_seconds:
            _send(present, signal.SIGKILL)
        elif new:
            if group is not None and group in present:
                try:
                    os.killpg(group, signal.SIGTERM)
                except ProcessLookupError:
                    pass  # the group ended between looking and sending; `present` is signalled below all the same
            _send(new, signal.SIGTERM)
        time.sleep(0.02)
