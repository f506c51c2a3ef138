"""Which files of a folder count, in which order, and the digest over their list. Pure.

The same rules hold at the console: tests/vectors.json has examples both sides must agree on.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Iterable

_CONTROL = re.compile(r'[\x00-\x1f\x7f]')


@dataclass(frozen=True)
class FileEntry:
    """`path` is relative to the folder asked for, with "/" between folders; `sha256` has 64 lower-case digits."""

    path: str
    length: int
    sha256: str

    def to_json(self) -> dict[str, object]:
        return {'path': self.path, 'length': self.length, 'sha256': self.sha256}


def counts(name: str) -> bool:
    """Whether a file or folder of this name belongs to an output: hidden ones and `_temporary`, `_logs` … do not."""
    return name == '_SUCCESS' or not name.startswith(('.', '_'))


def is_printable(path: str) -> bool:
    """False for names with line feeds and the like, which would make two different lists look the same."""
    return _CONTROL.search(path) is None


def sort_key(path: str) -> bytes:
    """UTF-8 bytes: the order does not depend on anybody's locale."""
    return path.encode('utf-8', errors='surrogatepass')


def manifest_digest(files: Iterable[FileEntry]) -> str:
    """`sha256:…` over the lines `SHA256 SPACE LENGTH SPACE PATH LF`, sorted by the bytes of the path."""
    total = hashlib.sha256()
    for entry in sorted(files, key=lambda file: sort_key(file.path)):
        total.update(f'{entry.sha256} {entry.length} {entry.path}\n'.encode('utf-8', errors='surrogatepass'))
    return f'sha256:{total.hexdigest()}'


def has_part_file(files: Iterable[FileEntry]) -> bool:
    """Whether there is any output at all: a file named part-… at any depth."""
    return any(file.path.rpartition('/')[2].startswith('part-') for file in files)


def has_success(files: Iterable[FileEntry]) -> bool:
    return any(file.path == '_SUCCESS' for file in files)
