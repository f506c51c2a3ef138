"""SHA-256 of every file below some HDFS paths, several files at a time, streamed.

One listing a folder, no request a file but its own OPEN, no JVM. A read that ends short of the length in the
listing is tried again, then an error: never a digest.
"""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass
from typing import Any, Callable, Optional, Sequence

from .errors import AttemptFailure
from .hdfs import FileStatus, Hdfs, HdfsError
from .manifest import FileEntry, counts, is_printable, manifest_digest, sort_key
from .parallel import Hand, each

MAX_FILES = 100_000
MAX_ENTRIES = 3 * MAX_FILES


@dataclass(frozen=True)
class Listed:
    path: str  # where to read it
    name: str  # relative, as in the manifest
    length: int


@dataclass(frozen=True)
class TreeDigest:
    files: tuple[FileEntry, ...]
    manifest: str
    places: tuple[str, ...]  # where to read each of them

    def to_json(self) -> list[dict[str, Any]]:
        return [entry.to_json() for entry in self.files]

    def by_name(self) -> dict[str, str]:
        """Name in the manifest → where to read it."""
        return {entry.path: place for entry, place in zip(self.files, self.places)}


def list_tree(hdfs: Hdfs, path: str) -> Optional[list[Listed]]:
    """The files that count below a folder, or the file itself; None when there is nothing. TOO_MANY_FILES is a
    failure.
    """
    root = hdfs.status(path)
    if root is None:
        return None
    if root.type == 'FILE':
        return [Listed(path, path.rpartition('/')[2], root.length)]
    found: list[Listed] = []
    folders, entries = deque(['']), 0
    while folders:
        folder = folders.popleft()
        for entry in hdfs.list(f'{path.rstrip("/")}/{folder.rstrip("/")}' if folder else path):
            _take(entry, path, folder, found, folders)
            entries += 1
            # Folders count: another cloud may have a tree without an end.
            if entries > MAX_ENTRIES or len(found) > MAX_FILES:
                raise AttemptFailure('TOO_MANY_FILES', f'{path} holds more than {MAX_FILES} files')
    return sorted(found, key=lambda file: sort_key(file.name))


def _take(entry: FileStatus, path: str, folder: str, found: list[Listed], folders: deque[str]) -> None:
    if not counts(entry.name):
        return
    name = folder + entry.name
    if not _is_one_name(entry.name) or entry.length < 0:
        raise AttemptFailure('HDFS_ERROR', f'{path} holds what cannot be: {name!r} with {entry.length} bytes')
    if not is_printable(name):
        raise AttemptFailure('HDFS_ERROR', f'{path} holds a name with control characters: {name!r}')
    if entry.type == 'DIRECTORY':
        folders.append(name + '/')
    elif entry.type == 'FILE':
        found.append(Listed(f'{path.rstrip("/")}/{name}', name, entry.length))
    else:
        raise AttemptFailure('HDFS_ERROR', f'{path}/{name} is a {entry.type}, neither file nor folder')


def _is_one_name(name: str) -> bool:
    """A listing may come from a cloud that lies: no name of its leads out of the folder it is in."""
    try:
        name.encode('utf-8')
    except UnicodeEncodeError:
        return False
    return name not in ('', '.', '..') and '/' not in name


def digest_files(hdfs: Hdfs, files: Sequence[Listed], on_bytes: Callable[[int], None]) -> dict[str, FileEntry]:
    """`path` → entry. `on_bytes` hears of progress from several threads. The first error ends it all."""
    done: dict[str, FileEntry] = {}

    def work(file: Listed, hand: Hand) -> None:
        done[file.path] = _digest_file(hdfs, file, hand, on_bytes)

    # Long files first: a long one begun last would be waited for alone.
    each(sorted(files, key=lambda file: -file.length), work)
    return done


def _digest_file(hdfs: Hdfs, file: Listed, hand: Hand, on_bytes: Callable[[int], None]) -> FileEntry:
    def once() -> FileEntry:
        digest = hashlib.sha256()
        total = 0

        def sink(data: memoryview) -> None:
            nonlocal total
            hand.go_on()
            digest.update(data)
            total += len(data)
            on_bytes(len(data))

        try:
            length = hdfs.read(file.path, hand.buffer, sink, file.length)
        except HdfsError:
            on_bytes(-total)  # read again from the beginning, or not at all
            raise
        return FileEntry(file.name, length, digest.hexdigest())

    return hdfs.retrying(once)


def digest_trees(hdfs: Hdfs, paths: Sequence[str], on_bytes: Callable[[int], None]) -> list[Optional[TreeDigest]]:
    """One result a path, None where there is nothing. Files of all paths share the threads."""
    trees = [list_tree(hdfs, path) for path in paths]
    unique = {file.path: file for tree in trees if tree is not None for file in tree}
    entries = digest_files(hdfs, list(unique.values()), on_bytes)
    results: list[Optional[TreeDigest]] = []
    for tree in trees:
        if tree is None:
            results.append(None)
        else:
            # The name comes from the tree: the same file may be asked for as a file and below its folder.
            files = tuple(FileEntry(f.name, entries[f.path].length, entries[f.path].sha256) for f in tree)
            results.append(TreeDigest(files, manifest_digest(files), tuple(file.path for file in tree)))
    return results
