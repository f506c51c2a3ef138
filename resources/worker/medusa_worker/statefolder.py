"""What is remembered on disk: one folder an attempt, copy or digest (an *item*), one log of changes a run.

    attempts/ATTEMPT/  copies/COPY/  digests/DIGEST/
        spec.json    what was asked, once            claim.json   who runs it, once: a process, or nobody
        state.json   phase, percentages, replaced    end.json     the end, once
    runs/RUN/changes   one line a change: "attempt a-1\\n"

Invariants: `claim.json` is created exactly once, by the detached process, by a `kill` that came first, or by
whoever finds the process missing: that file, not a lock that a crash could leave behind, makes an attempt run
at most once. A run's version is the length of its `changes` file: it only grows, and looking at it costs one
stat(2). A change is appended *after* what it announces was written, so whoever sees the version sees the
change.
"""

from __future__ import annotations

import errno
import os
import time
from dataclasses import dataclass
from typing import Any, Optional

from .files import create_once, read_json, replace
from .processes import ProcessIdentity, boot_id

KINDS = {'attempt': 'attempts', 'copy': 'copies', 'digest': 'digests'}
FIRST_PHASES = {'attempt': 'preparing', 'copy': 'copying', 'digest': 'digesting'}
# A process that has not claimed its folder after this long never will (Python starts in 30 ms).
CLAIM_LIMIT_SECONDS = 30.0
_RESERVE_BYTES = 256 * 1024


def now_millis() -> int:
    return time.time_ns() // 1_000_000


def uptime() -> float:
    """Seconds since boot: unlike the time of day it never jumps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True)
class Item:
    """One attempt, copy or digest on disk. Reads are always fresh."""

    root: str
    kind: str
    id: str

    @property
    def folder(self) -> str:
        return os.path.join(self.root, KINDS[self.kind], self.id)

    def file(self, name: str) -> str:
        return os.path.join(self.folder, name)

    def create(self) -> bool:
        """Makes the folder; False when it was there. Only says who came first, `claim` decides who runs."""
        try:
            os.mkdir(self.folder, 0o700)
        except FileExistsError:
            return False
        return True

    def specify(self, run: str, request: Optional[dict[str, Any]], cluster: Optional[dict[str, Any]]) -> bool:
        spec = {
            'run': run, 'kind': self.kind, 'id': self.id, 'request': request, 'cluster': cluster,
            'createdAt': now_millis(), 'createdUptime': uptime(), 'boot': boot_id(),
        }  # fmt: skip
        return create_once(self.file('spec.json'), spec)

    def spec(self) -> Optional[dict[str, Any]]:
        return read_json(self.file('spec.json'))

    def claim(self, process: Optional[ProcessIdentity], reason: str) -> bool:
        """Takes the item for a process, or (None) makes sure that none ever takes it. True for exactly one caller."""
        return create_once(
            self.file('claim.json'),
            {'reason': reason, 'process': None if process is None else vars(process), 'at': now_millis()},
        )

    def claimed(self) -> Optional[dict[str, Any]]:
        return read_json(self.file('claim.json'))

    def process(self) -> Optional[ProcessIdentity]:
        claim = self.claimed()
        return None if claim is None or claim['process'] is None else ProcessIdentity(**claim['process'])

    def state(self) -> dict[str, Any]:
        return read_json(self.file('state.json')) or {}

    def write_state(self, state: dict[str, Any], durable: bool) -> None:
        self._write_with_reserve(lambda: replace(self.file('state.json'), state, durable))

    def end(self) -> Optional[dict[str, Any]]:
        return read_json(self.file('end.json'))

    def finish(self, end: dict[str, Any]) -> bool:
        """Writes the end, once; False when there was one."""
        record = {'finishedAt': now_millis(), 'end': end}
        return bool(self._write_with_reserve(lambda: create_once(self.file('end.json'), record)))

    def reserve(self) -> None:
        """Puts space aside, so that an attempt that fills the disk can still say so."""
        with open(self.file('reserve'), 'wb') as file:
            file.write(b'\0' * _RESERVE_BYTES)

    def _write_with_reserve(self, write: Any) -> Any:
        try:
            return write()
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT) or not os.path.exists(self.file('reserve')):
                raise
            os.unlink(self.file('reserve'))
            return write()


@dataclass(frozen=True)
class StateFolder:
    root: str

    def prepare(self) -> None:
        for name in (*KINDS.values(), 'runs'):
            os.makedirs(os.path.join(self.root, name), mode=0o700, exist_ok=True)

    def item(self, kind: str, id: str) -> Item:
        return Item(self.root, kind, id)

    def _changes(self, run: str) -> str:
        return os.path.join(self.root, 'runs', run, 'changes')

    def version(self, run: str) -> int:
        """0 for a run nobody knows."""
        try:
            return os.stat(self._changes(run)).st_size
        except FileNotFoundError:
            return 0

    def announce(self, run: str, kind: str, id: str) -> None:
        """Appends a change. O_APPEND: lines of several processes never mix."""
        os.makedirs(os.path.dirname(self._changes(run)), mode=0o700, exist_ok=True)
        descriptor = os.open(self._changes(run), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            line = f'{kind} {id}\n'.encode('ascii')
            if os.write(descriptor, line) != len(line):
                # The disk filled up in the middle of a line: close the torn one (readers skip it), say it again.
                os.write(descriptor, b'\n' + line)
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)

    def changes(self, run: str, since: int) -> tuple[int, dict[tuple[str, str], int]]:
        """Version, and (kind, id) → version of its last change after `since`, oldest first. Whole lines only."""
        try:
            with open(self._changes(run), 'rb') as file:
                file.seek(since)
                data = file.read()
        except FileNotFoundError:
            return since, {}
        version = since
        found: dict[tuple[str, str], int] = {}
        for line in data[: data.rfind(b'\n') + 1].splitlines(keepends=True):
            version += len(line)
            kind, _, id = line.decode('ascii', errors='replace').rstrip('\n').partition(' ')
            if kind in KINDS and os.path.isdir(Item(self.root, kind, id).folder):
                found.pop((kind, id), None)  # to the end of the order
                found[(kind, id)] = version
        return version, found
