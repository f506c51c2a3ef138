"""SHA-256 of each block of a part of one file: finds where two copies differ without reading either here."""

from __future__ import annotations

import hashlib
from typing import Any, Callable

from .errors import AttemptFailure
from .hdfs import Hdfs, HdfsError
from .parallel import BUFFER_BYTES


def block_digests(hdfs: Hdfs, request: dict[str, Any], on_bytes: Callable[[int], None]) -> list[str]:
    """Of `offset` … `offset + length` in steps of `size`; of a shorter file the blocks that are there."""
    path, offset, size = request['path'], request['offset'], request['size']
    status = hdfs.status(path)
    if status is None or status.type != 'FILE':
        raise AttemptFailure('INPUT_MISSING', f'{path} is {"not there" if status is None else "no file"}')
    length = min(request['length'], status.length - offset)
    if length <= 0:
        return []
    buffer = memoryview(bytearray(BUFFER_BYTES))

    def once() -> list[str]:
        blocks = [hashlib.sha256()]
        total, room = 0, size

        def sink(data: memoryview) -> None:
            nonlocal total, room
            on_bytes(len(data))
            total += len(data)
            while len(data):
                if room == 0:
                    blocks.append(hashlib.sha256())
                    room = size
                blocks[-1].update(data[:room])
                used = min(room, len(data))
                data, room = data[used:], room - used

        try:
            hdfs.read(path, buffer, sink, length, offset)
        except HdfsError:
            on_bytes(-total)  # read again from the beginning, or not at all
            raise
        return [block.hexdigest() for block in blocks]

    return hdfs.retrying(once)
