"""Cuts an input into chunks: plans from lengths and line feeds, then reads each file once and writes its ranges.

Invariants: memory is bounded by two buffers; while a file is read its SHA-256 is compared with what was agreed
on, so no chunk is made from other bytes than those. What failed for the moment begins that file anew; its
chunks' parts are overwritten.
"""

from __future__ import annotations

import hashlib
from typing import Optional

from .cut_plan import Range, plan
from .digest import TreeDigest
from .errors import AttemptFailure
from .hdfs import Hdfs, HdfsError, HdfsWriter, TruncatedRead
from .item_run import ItemRun
from .manifest import FileEntry
from .parallel import BUFFER_BYTES

FIRST_LOOK_BYTES = 64 * 1024


def perform(run: ItemRun, tree: TreeDigest) -> None:
    """Writes `chunk-00000/…` and a _SUCCESS below the output. INPUT_EMPTY, BAD_CHUNKS, INPUT_DIFFERS, HdfsError."""
    output, places = run.request['output'], tree.by_name()
    files = [(entry.path, entry.length) for entry in tree.files]
    lengths = dict(files)
    chunks = plan(
        files, run.request['program']['chunks'],
        lambda path, offset: find_line_feed(run.hdfs, places[path], offset, lengths[path]),
    )  # fmt: skip
    pieces: dict[str, list[tuple[str, Range]]] = {}
    for number, chunk in enumerate(chunks):
        for piece in chunk:
            pieces.setdefault(piece.path, []).append((f'{output}/chunk-{number:05}/{piece.path}', piece))
    buffer = memoryview(bytearray(BUFFER_BYTES))
    for entry in tree.files:
        if entry.path in pieces:
            _Splitter(run, entry, pieces[entry.path]).copy(places[entry.path], buffer)
    run.writable.write_empty(f'{output}/_SUCCESS')


def find_line_feed(hdfs: Hdfs, place: str, offset: int, length: int) -> Optional[int]:
    """Where the first LF at or after `offset` is, None when none follows. Looks at growing parts of the file."""
    size = FIRST_LOOK_BYTES
    while offset < length:
        size = min(size, length - offset)
        found = hdfs.retrying(lambda: _part(hdfs, place, offset, size)).find(b'\n')
        if found >= 0:
            return offset + found
        offset, size = offset + size, min(4 * size, 4 * 1024 * 1024)
    return None


def _part(hdfs: Hdfs, place: str, offset: int, size: int) -> bytearray:
    data = bytearray()
    hdfs.read(place, memoryview(bytearray(size)), data.extend, size, offset)
    return data


class _Splitter:
    """One file on its way into its pieces."""

    def __init__(self, run: ItemRun, entry: FileEntry, pieces: list[tuple[str, Range]]) -> None:
        self._run, self._entry, self._pieces = run, entry, pieces

    def copy(self, place: str, buffer: memoryview) -> None:
        found = self._run.hdfs.retrying(lambda: self._once(place, buffer))
        if found != self._entry.sha256:
            raise AttemptFailure(
                'INPUT_DIFFERS', f'{place} had SHA-256 {self._entry.sha256}, {found} came when it was cut'
            )

    def _once(self, place: str, buffer: memoryview) -> str:
        digest = hashlib.sha256()
        self._waiting = list(self._pieces)
        self._writer: Optional[HdfsWriter] = None
        self._room = 0
        total = 0

        def sink(data: memoryview) -> None:
            nonlocal total
            total += len(data)
            self._run.recorder.add_bytes(len(data))
            if total > self._entry.length:
                raise TruncatedRead(place, self._entry.length, total)
            digest.update(data)
            self._write(data)

        try:
            self._next()
            self._run.hdfs.read(place, buffer, sink, self._entry.length)
            assert self._writer is not None
            self._writer.close()
        except HdfsError:
            self._run.recorder.add_bytes(-total)  # read again from the beginning, or not at all
            if self._writer is not None:
                self._writer.abort()
            raise
        return digest.hexdigest()

    def _next(self) -> None:
        if self._writer is not None:
            self._writer.close()
        target, piece = self._waiting.pop(0)
        self._room = piece.end - piece.start
        self._writer = self._run.writable.create(target, self._room)

    def _write(self, data: memoryview) -> None:
        while len(data):
            if self._room == 0:
                self._next()
            used = min(self._room, len(data))
            assert self._writer is not None
            self._writer.write(data[:used])
            data, self._room = data[used:], self._room - used
