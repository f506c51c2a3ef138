"""The state of a running item, written when it changed and announced to the run's long polls.

Invariants: one writer (the detached process); numbers of one application only rise; a phase is on disk before
it begins.
"""

from __future__ import annotations

import sys
import threading
from typing import Callable, Optional

from .statefolder import Item, StateFolder, now_millis

FLUSH_SECONDS = 0.5


class Recorder:
    def __init__(self, folder: StateFolder, item: Item, run: str, phase: str) -> None:
        self._folder, self._item, self._run = folder, item, run
        self._lock = threading.Lock()
        self._bytes = 0
        self._percent = (0, 0)
        self._application: Optional[str] = None
        self._phases: dict[str, int] = {}
        self._started = now_millis()
        self._written: Optional[dict[str, object]] = None
        self._phase = phase
        self.phase(phase)

    def phase(self, name: str) -> None:
        with self._lock:
            self._phase = name
            self._phases[name] = now_millis()
        self.flush(durable=True)

    def add_bytes(self, count: int) -> None:
        """Only counts: called for every half megabyte by several threads. `flush` writes."""
        with self._lock:
            self._bytes += count

    def application(self, id: str) -> None:
        """A new application begins at 0 %: what is shown never belongs to the one before."""
        with self._lock:
            if id == self._application:
                return
            self._application = id
            self._percent = (0, 0)
        self.flush(durable=True)

    def percent(self, map_percent: int, reduce_percent: int) -> None:
        with self._lock:
            self._percent = (
                max(self._percent[0], min(100, map_percent)), max(self._percent[1], min(100, reduce_percent)),
            )  # fmt: skip

    def flush(self, durable: bool = False) -> None:
        """Writes and announces, if anything changed since."""
        with self._lock:
            state: dict[str, object] = {
                'phase': self._phase, 'phases': dict(self._phases), 'applicationId': self._application,
                'map': self._percent[0], 'reduce': self._percent[1], 'bytes': self._bytes, 'startedAt': self._started,
            }  # fmt: skip
            if state == self._written:
                return
            self._item.write_state(state, durable)
            self._written = state
        self._folder.announce(self._run, self._item.kind, self._item.id)


class Ticker:
    """Calls `tick` every half second in a thread of its own, from `with` to its end."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self._tick = tick
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name='ticker', daemon=True)

    def _loop(self) -> None:
        while not self._stop.wait(FLUSH_SECONDS):
            try:
                self._tick()
            except OSError as error:  # a full disk: percentages may be missing, the attempt itself goes on
                print(f'progress could not be written: {error}', file=sys.stderr, flush=True)

    def __enter__(self) -> 'Ticker':
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        # Not longer: a tick may hang on a ResourceManager that does not answer, and the digest should begin.
        # A late tick does no harm (numbers only rise).
        self._thread.join(0.3)
