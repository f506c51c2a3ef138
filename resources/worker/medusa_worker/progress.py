"""The long poll: everything about a run's items, at once when something is new, otherwise after 20 s.

Waiting costs one stat(2) every 25 ms. Ended items never change, so their JSON is kept. At most half of the
worker's threads wait for long; further polls are answered after 2 s, so that a `kill` never queues behind them.
An answer above 4 MiB leaves out the ended items the caller has seen (last changed before `since`); above 12 MiB
it is cut, and its `version` says how far it goes, so that the next call brings the rest: a run may have
thousands of attempts.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field

from .items import describe, state_of
from .statefolder import StateFolder

WAIT_SECONDS = 20.0
CROWDED_WAIT_SECONDS = 2.0
LOOK_SECONDS = 0.025
ALIVE_SECONDS = 1.0
WHOLE_ANSWER_CHARACTERS = 4 * 1024 * 1024
LONGEST_ANSWER_CHARACTERS = 12 * 1024 * 1024
CACHE_CHARACTERS = 64 * 1024 * 1024


@dataclass
class _Run:
    """What is known of one run: up to where its log of changes was read, and the items in order of their changes."""

    version: int = 0
    items: dict[tuple[str, str], int] = field(default_factory=dict)  # (kind, id) → version of its latest change


class ProgressBoard:
    def __init__(self, folder: StateFolder, concurrency: int, stopping: threading.Event) -> None:
        self._folder, self._stopping = folder, stopping
        self._long_waits = threading.Semaphore(max(1, concurrency // 2))
        self._lock = threading.Lock()
        self._runs: dict[str, _Run] = {}
        self._ended: dict[tuple[str, str], str] = {}
        self._ended_characters = 0

    def answer(self, run: str, since: int) -> str:
        """JSON of `{"version", "items"}`. Waits."""
        if self._version_with_news(run, since) <= since:
            long_wait = self._long_waits.acquire(blocking=False)
            try:
                self._wait(run, since, WAIT_SECONDS if long_wait else CROWDED_WAIT_SECONDS)
            finally:
                if long_wait:
                    self._long_waits.release()
        return self._render(run, since)

    def _wait(self, run: str, since: int, seconds: float) -> None:
        end = time.monotonic() + seconds
        look_for_lost = time.monotonic() + ALIVE_SECONDS
        while time.monotonic() < end and not self._stopping.is_set():
            if self._folder.version(run) > since and self._read(run).version > since:
                return
            if time.monotonic() >= look_for_lost:
                self._version_with_news(run, since)
                look_for_lost = time.monotonic() + ALIVE_SECONDS
            time.sleep(LOOK_SECONDS)

    def _version_with_news(self, run: str, since: int) -> int:
        """The run's version after looking whether a process has died without a word."""
        known = self._read(run)
        if known.version <= since:
            for kind, id in list(known.items):
                if (kind, id) not in self._ended:
                    state_of(self._folder, self._folder.item(kind, id))
            known = self._read(run)
        return known.version

    def _read(self, run: str) -> _Run:
        with self._lock:
            known = self._runs.get(run) or _Run()
            version, changed = self._folder.changes(run, known.version)
            if changed or version > known.version:
                known.version = version
                for item in changed:
                    known.items.pop(item, None)  # the order is that of the latest changes
                known.items.update(changed)
                self._runs[run] = known
            return _Run(known.version, dict(known.items))

    def _render(self, run: str, since: int) -> str:
        known = self._read(run)
        parts = {item: self._item_json(*item) for item in known.items}
        if sum(map(len, parts.values())) > WHOLE_ANSWER_CHARACTERS:
            new = [item for item, changed in known.items.items() if changed > since or item not in self._ended]
            parts = {item: parts[item] for item in new}
        chosen: list[str] = []
        version, size = known.version, 0
        for item, text in parts.items():
            if chosen and size + len(text) > LONGEST_ANSWER_CHARACTERS:
                break
            chosen.append(text)
            size += len(text)
            version = known.items[item]
        if len(chosen) == len(parts):
            version = known.version
        return f'{{"version":{version},"items":[{",".join(chosen)}]}}'

    def _item_json(self, kind: str, id: str) -> str:
        kept = self._ended.get((kind, id))
        if kept is not None:
            return kept
        entry = describe(self._folder, self._folder.item(kind, id))
        text = json.dumps(entry, separators=(',', ':'))
        if entry['state'] != 'running':
            with self._lock:
                if self._ended_characters > CACHE_CHARACTERS:
                    self._ended.clear()
                    self._ended_characters = 0
                self._ended[(kind, id)] = text
                self._ended_characters += len(text)
        return text
