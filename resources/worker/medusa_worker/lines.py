"""SHA-256 over all lines of an output, sorted bytewise, however long it is: the program `sort` does it on disk.

Invariants: what is sorted is what was digested (the SHA-256 of each file is taken again on its way); no digest
unless `sort` has ended well and took everything; memory is bounded.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import threading
from typing import IO, Any, Callable, Optional

from .digest import TreeDigest
from .errors import AttemptFailure
from .files import tail
from .hdfs import Hdfs, HdfsError
from .manifest import FileEntry
from .parallel import BUFFER_BYTES

SORT = 'sort'
SORT_MEMORY = '128M'
_LF = 0x0A


def digest_lines(hdfs: Hdfs, tree: TreeDigest, folder: str, on_bytes: Callable[[int], None]) -> dict[str, Any]:
    """`{"digest", "count"}` of all files but `_SUCCESS`: whatever is voted on counts, `part-…` or not.

    A last line without LF gets one. `folder` is made and removed. `on_bytes` hears of what goes in and what comes
    out: a long sort is no standstill.
    """
    os.mkdir(folder, 0o700)
    try:
        with open(os.path.join(folder, 'errors'), 'wb') as errors:
            process = _start(folder, errors)
        feeder = _Feeder(hdfs, tree, process, on_bytes)
        thread = threading.Thread(target=feeder.run, name='lines', daemon=True)
        thread.start()
        try:
            result = _digest(process, on_bytes)
        finally:
            thread.join()
        code = process.wait()
        if feeder.error is not None:
            raise feeder.error
        if code != 0 or not feeder.complete:
            raise _failure(code, tail(os.path.join(folder, 'errors'), 4096))
        return result
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: str, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, 'LC_ALL': 'C', 'TMPDIR': folder}
    try:
        return subprocess.Popen(
            [SORT, '-S', SORT_MEMORY, '-T', folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            close_fds=True, env=environment,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise AttemptFailure(
            'INTERNAL', f'comparing lines needs the program "{SORT}" (coreutils) in the PATH of the worker'
        ) from error


def _digest(process: subprocess.Popen[bytes], on_bytes: Callable[[int], None]) -> dict[str, Any]:
    digest = hashlib.sha256()
    count = 0
    assert process.stdout is not None
    with process.stdout as stream:
        while data := stream.read(BUFFER_BYTES):
            digest.update(data)
            count += data.count(b'\n')
            on_bytes(len(data))
    return {'digest': f'sha256:{digest.hexdigest()}', 'count': count}


def _failure(code: int, said: str) -> AttemptFailure:
    full = 'No space left on device' in said or 'Disk quota exceeded' in said
    cause = said.strip() or f'it ended with exit code {code} and said nothing'
    return AttemptFailure('DISK_FULL' if full else 'INTERNAL', f'sorting the lines failed: {cause}')


class _Feeder:
    """HDFS → standard input of `sort`, in a thread of its own (somebody has to read what comes out)."""

    def __init__(
        self, hdfs: Hdfs, tree: TreeDigest, process: subprocess.Popen[bytes], on_bytes: Callable[[int], None]
    ) -> None:
        self._hdfs, self._tree, self._process, self._on_bytes = hdfs, tree, process, on_bytes
        self.error: Optional[BaseException] = None
        self.complete = False

    def run(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            for entry, place in zip(self._tree.files, self._tree.places):
                if entry.path.rpartition('/')[2] != '_SUCCESS':
                    self._feed(entry, place, pipe)
            pipe.close()
            self.complete = True
        except BrokenPipeError:
            pass  # `sort` has ended: its exit code and its words say why
        except BaseException as error:  # carried to the caller's thread, raised there
            self.error = error
            self._process.kill()  # before the pipe is closed: what came so far must not pass for everything
        finally:
            try:
                pipe.close()
            except OSError:
                pass  # what was still in the buffer has nobody to go to

    def _feed(self, entry: FileEntry, place: str, pipe: IO[bytes]) -> None:
        digest = hashlib.sha256()
        fed, last = 0, _LF

        def sink(data: memoryview) -> None:
            nonlocal fed, last
            digest.update(data)
            pipe.write(data)
            self._on_bytes(len(data))
            fed, last = fed + len(data), data[-1]

        def once() -> None:
            # What `sort` has cannot be taken back: after a torn read it goes on where it was torn.
            if fed < entry.length:
                self._hdfs.read(place, memoryview(bytearray(BUFFER_BYTES)), sink, entry.length - fed, fed)

        self._hdfs.retrying(once)
        if digest.hexdigest() != entry.sha256:
            said = f'SHA-256 was {entry.sha256}, {digest.hexdigest()} came when its lines were sorted'
            raise HdfsError(f'reading {place}', '', said, False, False)
        if last != _LF:
            pipe.write(b'\n')
