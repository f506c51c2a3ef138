"""SHA-256 of every file below some HDFS paths, several files at a time, streamed.

One listing a folder, no request a file but its own OPEN, no JVM. Reading and hashing release the interpreter's
lock, so threads do. A read that ends short of the length in the listing is tried again, then an error: never a
digest.
"""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from dataclasses import dataclass
from typing import Callable, Optional, Sequence

from .errors import AttemptFailure
from .hdfs import FileStatus, Hdfs, HdfsError
from .manifest import FileEntry, counts, is_printable, manifest_digest, sort_key

THREADS = 4
BUFFER_BYTES = 512 * 1024
MAX_FILES = 100_000


@dataclass(frozen=True)
class Listed:
    path: str  # where to read it
    name: str  # relative, as in the manifest
    length: int


@dataclass(frozen=True)
class TreeDigest:
    files: tuple[FileEntry, ...]
    manifest: str


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
    folders = deque([''])
    while folders:
        folder = folders.popleft()
        for entry in hdfs.list(f'{path.rstrip("/")}/{folder.rstrip("/")}' if folder else path):
            _take(entry, path, folder, found, folders)
            if len(found) > MAX_FILES:
                raise AttemptFailure('TOO_MANY_FILES', f'{path} holds more than {MAX_FILES} files')
    return sorted(found, key=lambda file: sort_key(file.name))


def _take(entry: FileStatus, path: str, folder: str, found: list[Listed], folders: deque[str]) -> None:
    if not counts(entry.name):
        return
    name = folder + entry.name
    if not is_printable(name):
        raise AttemptFailure('HDFS_ERROR', f'{path} holds a name with control characters: {name!r}')
    if entry.type == 'DIRECTORY':
        folders.append(name + '/')
    elif entry.type == 'FILE':
        found.append(Listed(f'{path.rstrip("/")}/{name}', name, entry.length))
    else:
        raise AttemptFailure('HDFS_ERROR', f'{path}/{name} is a {entry.type}, neither file nor folder')


def digest_files(hdfs: Hdfs, files: Sequence[Listed], on_bytes: Callable[[int], None]) -> dict[str, FileEntry]:
    """`path` → entry. `on_bytes` hears of progress from several threads. The first error ends it all."""
    # Long files first: a long one begun last would be waited for alone.
    waiting = deque(sorted(files, key=lambda file: -file.length))
    done: dict[str, FileEntry] = {}
    errors: list[BaseException] = []

    def work() -> None:
        buffer = memoryview(bytearray(BUFFER_BYTES))
        while not errors:
            try:
                file = waiting.popleft()
            except IndexError:
                return
            try:
                done[file.path] = _digest_file(hdfs, file, buffer, on_bytes)
            except BaseException as error:  # carried to the caller's thread, raised there
                errors.append(error)
                return

    threads = [
        threading.Thread(target=work, name=f'digest-{n}', daemon=True) for n in range(min(THREADS, len(files)) - 1)
    ]
    for thread in threads:
        thread.start()
    work()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return done


def _digest_file(hdfs: Hdfs, file: Listed, buffer: memoryview, on_bytes: Callable[[int], None]) -> FileEntry:
    def once() -> FileEntry:
        digest = hashlib.sha256()
        total = 0

        def sink(data: memoryview) -> None:
            nonlocal total
            digest.update(data)
            total += len(data)
            on_bytes(len(data))

        try:
            length = hdfs.read(file.path, buffer, sink, file.length)
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
            results.append(TreeDigest(files, manifest_digest(files)))
    return results
