"""Work on many files by a few threads. Reading and hashing release the interpreter's lock, so threads do."""

from __future__ import annotations

import threading
from collections import deque
from typing import Callable, Iterable, TypeVar

T = TypeVar('T')
THREADS = 4
BUFFER_BYTES = 512 * 1024


class Stopped(Exception):
    """Another thread failed: what this one does is of no use any more."""


class Hand:
    """What one thread works with."""

    def __init__(self, errors: list[BaseException]) -> None:
        self._errors = errors
        self.buffer = memoryview(bytearray(BUFFER_BYTES))

    def go_on(self) -> None:
        """Call it now and then: the first error ends them all."""
        if self._errors:
            raise Stopped


def each(items: Iterable[T], work: Callable[[T, Hand], None]) -> None:
    """Calls `work` for every item, in order of their beginning; raises the first error when all threads have ended."""
    waiting = deque(items)
    errors: list[BaseException] = []

    def loop() -> None:
        hand = Hand(errors)
        while not errors:
            try:
                item = waiting.popleft()
            except IndexError:
                return
            try:
                work(item, hand)
            except Stopped:
                return
            except BaseException as error:  # carried to the caller's thread, raised there
                errors.append(error)

    others = min(THREADS, len(waiting)) - 1
    threads = [threading.Thread(target=loop, name=f'file-{n}', daemon=True) for n in range(others)]
    for thread in threads:
        thread.start()
    loop()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
