"""Where inputs are cut: which bytes of which file go into which chunk. Pure.

The console plans the same way: tests/cut-vectors.json has examples both sides must agree on. Invariants: the
ranges of a file follow each other without gap or overlap, a range ends behind an LF or at the file's end, no
chunk holds two ranges of one file. An empty file may be left out (at the end), a byte never is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional, Sequence

from .errors import AttemptFailure

MAX_CHUNKS = 1000
WHOLE_ONLY = tuple('.gz .bz2 .zst .lz4 .snappy .deflate .xz .lzo .seq .avro .parquet .orc .zip'.split())

NextLineFeed = Callable[[str, int], Optional[int]]
"""(path, offset) → where the first LF at or after the offset is; None when none follows."""


@dataclass(frozen=True)
class Range:
    """The bytes `start` … `end` (excluded) of a file."""

    path: str
    start: int
    end: int


def can_be_cut(path: str) -> bool:
    """False for compressed files and containers, whatever the case of their names."""
    return not path.translate(_LOWER).endswith(WHOLE_ONLY)


# ASCII only: str.lower() would make the sign for Kelvin a k, and JavaScript may know another Unicode.
_LOWER = {code: code + 32 for code in range(ord('A'), ord('Z') + 1)}


def plan(
    files: Sequence[tuple[str, int]], chunks: Mapping[str, Any], next_line_feed: NextLineFeed
) -> list[list[Range]]:
    """`files`: (path, length) in the order of a manifest. INPUT_EMPTY without a byte, BAD_CHUNKS above 1000 chunks."""
    total = sum(length for _, length in files)
    if total == 0:
        raise AttemptFailure('INPUT_EMPTY', f'{len(files)} files hold no bytes at all: there is nothing to cut')
    if 'files' in chunks:
        count = chunks['files']
        whole = [Range(path, 0, length) for path, length in files]
        return _without_empty_end([whole[at : at + count] for at in range(0, len(whole), count)])
    size = chunks['size'] if 'size' in chunks else -(-total // chunks['count'])
    return _without_empty_end(_by_size(files, size, next_line_feed))


def _by_size(files: Sequence[tuple[str, int]], size: int, next_line_feed: NextLineFeed) -> list[list[Range]]:
    done: list[list[Range]] = []
    open_chunk: list[Range] = []
    missing = size  # bytes until the open chunk is full
    for path, length in files:
        start = 0
        while True:
            end = length
            if missing < length - start and can_be_cut(path):
                line_feed = next_line_feed(path, start + missing - 1)
                end = length if line_feed is None else line_feed + 1
            open_chunk.append(Range(path, start, end))
            missing -= end - start
            start = end
            if missing <= 0:
                done.append(open_chunk)
                open_chunk, missing = [], size
                _refuse_too_many(done)
            if start == length:
                break
    return [*done, open_chunk]


def _without_empty_end(chunks: list[list[Range]]) -> list[list[Range]]:
    """The last chunk is dropped when it holds nothing but empty files. (Only that one: `files: 1` may leave others.)"""
    kept = chunks[:-1] if all(piece.end == piece.start for piece in chunks[-1]) else chunks
    _refuse_too_many(kept)
    return kept


def _refuse_too_many(chunks: Sequence[Sequence[Range]]) -> None:
    """As soon as there are too many: every further one might cost a look at the file."""
    if len(chunks) > MAX_CHUNKS:
        raise AttemptFailure('BAD_CHUNKS', f'more than {MAX_CHUNKS} chunks would come to be: make them larger')
