"""HDFS over WebHDFS or HttpFS: look, list, read and write as a stream, make folders, rename, remove.

No JVM: a listing takes milliseconds. The NameNode's 307 to a DataNode is followed by hand, HttpFS answers at
once; both are understood. What failed for the moment (standby, safe mode, refused, torn) is tried again, but a
request that changes something only when it certainly was not carried out. See
https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/WebHDFS.html
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional, TypeVar
from urllib.parse import quote, urlencode

from .http_pool import Deadline, HttpError, HttpPool, Reply, Upload

T = TypeVar('T')
PAUSES_SECONDS = (0.1, 0.4, 1.0)
_TRANSIENT = frozenset({'StandbyException', 'RetriableException', 'SafeModeException', 'ConnectException'})
_URL_CHARACTERS = "%/:=&?~#+!$,;'@()*[]"
_MISSING = frozenset({'FileNotFoundException', 'NoSuchFileException'})


class HdfsError(Exception):
    """HDFS did not do it. `exception` is the class name of the RemoteException, '' when no such answer came."""

    def __init__(self, what: str, exception: str, message: str, transient: bool, done: bool) -> None:
        self.what, self.message = what, message
        first_line = message.strip().splitlines()[0] if message.strip() else exception
        super().__init__(f'{what}: {exception + ": " if exception else ""}{first_line}')
        self.exception = exception
        self.transient = transient
        self.maybe_done = done

    @property
    def missing(self) -> bool:
        return self.exception in _MISSING

    @property
    def exists(self) -> bool:
        return self.exception == 'FileAlreadyExistsException'

    @property
    def full(self) -> bool:
        """Whether there is no space (or no quota) left in HDFS."""
        return any(sign in str(self) for sign in ('No space left on device', 'QuotaExceeded'))


class TruncatedRead(HdfsError):
    """A body that does not have the length from the listing: never a digest."""

    def __init__(self, path: str, expected: int, got: int) -> None:
        super().__init__(f'reading {path}', '', f'{got} bytes came, the listing says {expected}', True, False)


class WriteError(HdfsError):
    """A file could not be written: whoever reads here and writes there knows which of the two it was."""


@dataclass(frozen=True)
class FileStatus:
    name: str
    type: str  # FILE, DIRECTORY, SYMLINK
    length: int

    @staticmethod
    def parse(value: dict[str, Any]) -> 'FileStatus':
        return FileStatus(str(value.get('pathSuffix', '')), str(value['type']), int(value['length']))


class Hdfs:
    """A view of one endpoint for one user. Cheap to make; the pool behind it is shared."""

    def __init__(
        self, pool: HttpPool, base: str, user: str, deadline: Optional[Deadline] = None, timeout: float = 8.0
    ) -> None:
        self._pool, self._base, self._user, self._timeout = pool, base, user, timeout
        self._deadline = deadline or Deadline(None)

    def status(self, path: str) -> Optional[FileStatus]:
        """None when there is nothing."""
        try:
            return FileStatus.parse(self._get(path, 'GETFILESTATUS')['FileStatus'])
        except HdfsError as error:
            if error.missing:
                return None
            raise

    def list(self, path: str) -> list[FileStatus]:
        entries = self._get(path, 'LISTSTATUS')['FileStatuses']['FileStatus']
        return [FileStatus.parse(entry) for entry in entries]

    def summary(self, path: str) -> tuple[int, int]:
        """Bytes and files of the whole tree."""
        found = self._get(path, 'GETCONTENTSUMMARY')['ContentSummary']
        return int(found['length']), int(found['fileCount'])

    def server_defaults(self) -> dict[str, Any]:
        return dict(self._get('/', 'GETSERVERDEFAULTS')['FsServerDefaults'])

    def space(self) -> dict[str, Any]:
        """`capacity`, `used`, `remaining` (Hadoop ≥ 3.3.5)."""
        return dict(self._get('/', 'GETSTATUS')['FsStatus'])

    def read(
        self, path: str, buffer: memoryview, sink: Callable[[memoryview], None], expected: Optional[int],
        offset: Optional[int] = None,
    ) -> int:  # fmt: skip
        """Streams a file through `buffer` into `sink`; returns its bytes. TruncatedRead unless they are `expected`.

        With an `offset`: `expected` bytes from there on.
        """
        total = 0
        part = {} if offset is None else {'offset': str(offset), 'length': str(expected)}
        with self._open(path, part) as reply:
            while True:
                count = self._guard(f'reading {path}', lambda: reply.readinto(buffer))
                if count == 0:
                    break
                sink(buffer[:count])
                total += count
        announced = reply.header('Content-Length')
        if announced is not None and int(announced) != total:
            raise TruncatedRead(path, int(announced), total)
        if expected is not None and total != expected:
            raise TruncatedRead(path, expected, total)
        return total

    def create(self, path: str, length: int) -> 'HdfsWriter':
        """Begins to write a file of `length` bytes, in the place of what was there. Makes the folders above it.

        Asked without content, WebHDFS and HttpFS both answer where to send it.
        """
        what = f'writing {path}'
        try:
            with self._request('PUT', self._url(path, 'CREATE', overwrite='true'), what) as reply:
                if reply.status != 307:
                    self.check(reply, what)
                    raise HdfsError(what, '', f'status {reply.status}, a redirect was expected', False, False)
                location = reply.header('Location')
                self._guard(what, reply.body)
            if location is None:
                raise HdfsError(what, '', 'a redirect without a Location', False, False)
            url, limit = self._target(location), self._deadline.limit(self._timeout)
            return HdfsWriter(self, what, length, self._guard(what, lambda: self._pool.upload(url, length, limit)))
        except HdfsError as error:
            raise as_write_error(error) from error

    def write_empty(self, path: str) -> None:
        self.retrying(lambda: self.create(path, 0).close())

    def make_folders(self, path: str) -> None:
        if self._change('PUT', path, 'MKDIRS').get('boolean') is not True:
            raise HdfsError(f'making {path}', '', 'HDFS answered false', False, False)

    def remove(self, path: str) -> bool:
        """With everything below it; False when there was nothing."""
        return self._change('DELETE', path, 'DELETE', recursive='true').get('boolean') is True

    def rename(self, source: str, target: str) -> None:
        """HdfsError with `exists` when the target is there.

        `renameoptions` makes the NameNode use rename2, which refuses an existing target instead of nesting into it, and
        answers without a body. HttpFS ignores the option and answers a boolean.
        """
        answer = self._change('PUT', source, 'RENAME', destination=target, renameoptions='NONE')
        if answer.get('boolean', True) is not True:
            raise HdfsError(f'renaming {source} to {target}', '', 'HDFS answered false', False, False)

    def _url(self, path: str, op: str, **more: str) -> str:
        return f'{self._base}{quote(path, safe="/")}?{urlencode({"op": op, "user.name": self._user, **more})}'

    def _get(self, path: str, op: str) -> dict[str, Any]:
        def once() -> dict[str, Any]:
            with self._request('GET', self._url(path, op), f'{op} {path}') as reply:
                self.check(reply, f'{op} {path}')
                return self._object(reply, f'{op} {path}')

        return self.retrying(once)

    def _change(self, method: str, path: str, op: str, **more: str) -> dict[str, Any]:
        what = f'{op} {path}'

        def once() -> dict[str, Any]:
            with self._request(method, self._url(path, op, **more), what) as reply:
                self.check(reply, what)
                return self._object(reply, what)

        return self.retrying(once, changes=True)

    def _open(self, path: str, part: Mapping[str, str]) -> Reply:
        what = f'reading {path}'
        reply = self._request('GET', self._url(path, 'OPEN', **part), what)
        location = None
        try:
            if reply.status in (301, 302, 303, 307):
                location = reply.header('Location')
                self._guard(what, reply.body)  # to the end, so that the connection to the NameNode can be used again
                if location is None:
                    raise HdfsError(what, '', f'status {reply.status} without a Location', False, False)
            else:
                self.check(reply, what)
                return reply
        except BaseException:
            reply.close()
            raise
        reply.close()
        reply = self._request('GET', self._target(location), what)
        try:
            self.check(reply, what)
            return reply
        except BaseException:
            reply.close()
            raise

    @staticmethod
    def _target(location: str) -> str:
        """Some servers write names into a Location as they are; http.client reads headers as Latin-1."""
        return quote(location.encode('latin-1'), safe=_URL_CHARACTERS)

    def _request(self, method: str, url: str, what: str) -> Reply:
        return self._guard(what, lambda: self._pool.request(method, url, self._deadline.limit(self._timeout)))

    def _object(self, reply: Reply, what: str) -> dict[str, Any]:
        """The JSON object of an answer; {} for an empty body, with which rename2 says yes."""
        value = self._guard(what, reply.json_or_nothing)
        if not isinstance(value, dict):
            raise HdfsError(what, '', f'an object was expected, {str(value)[:80]} came', False, True)
        return value

    def _guard(self, what: str, call: Callable[[], T]) -> T:
        try:
            return call()
        except HttpError as error:
            raise HdfsError(what, '', str(error), True, error.sent) from error
        except TimeoutError as error:  # of the deadline: trying again would not help
            raise HdfsError(what, '', str(error), False, True) from error

    def check(self, reply: Reply, what: str) -> None:
        """Turns `{"RemoteException": {"exception", "message", "javaClassName"}}` into an HdfsError."""
        if 200 <= reply.status < 300:
            return
        exception, message = '', f'status {reply.status}'
        try:
            remote = reply.json()['RemoteException']
            exception, message = str(remote['exception']), str(remote.get('message') or message)
        except (HttpError, KeyError, TypeError):
            pass  # an HTML page of a proxy or of Jetty: the status has to do
        transient = exception in _TRANSIENT or any(name in message for name in _TRANSIENT)
        # 5xx without an explanation comes from a server that is just starting or ending.
        transient = transient or (reply.status >= 500 and exception == '')
        if exception in ('RemoteException', 'IOException'):
            # HttpFS and proxies wrap: "org.apache.hadoop.fs.FileAlreadyExistsException: rename destination …"
            inner = next((name for name in (*_MISSING, 'FileAlreadyExistsException') if name in message), None)
            exception = inner or exception
        raise HdfsError(what, exception, message, transient, exception == '')

    def retrying(self, call: Callable[[], T], changes: bool = False) -> T:
        """Calls, and calls again (three times at most) after what was only for the moment."""
        for pause in PAUSES_SECONDS:
            try:
                return call()
            except HdfsError as error:
                if not error.transient or (changes and error.maybe_done):
                    raise
            time.sleep(pause)
        return call()


def as_write_error(error: HdfsError) -> WriteError:
    """The same, told apart from what a reader raises."""
    return WriteError(error.what, error.exception, error.message, error.transient, error.maybe_done)


class HdfsWriter:
    """A file being written. It is there once `close` has returned; `abort` leaves a torn one, or none."""

    def __init__(self, hdfs: Hdfs, what: str, length: int, upload: Upload) -> None:
        self._hdfs, self._what, self._missing, self._upload = hdfs, what, length, upload

    def write(self, data: memoryview) -> None:
        """More than was announced is refused: the connection would take it for the next request."""
        if len(data) > self._missing:
            self.abort()
            raise WriteError(self._what, '', 'more bytes came than were announced', True, True)
        self._missing -= len(data)
        self._guarded(lambda: self._upload.write(data))
        if self._upload.refused:
            self._answer()

    def close(self) -> None:
        if self._missing:
            self.abort()
            raise WriteError(self._what, '', f'{self._missing} bytes less came than were announced', True, True)
        self._answer()

    def abort(self) -> None:
        self._upload.abort()

    def _answer(self) -> None:
        def once() -> None:
            with self._upload.finish() as reply:
                self._hdfs.check(reply, self._what)
                reply.body()

        self._guarded(once)
        if self._upload.refused:
            raise WriteError(self._what, '', 'the server took only a part of it', True, True)

    def _guarded(self, call: Callable[[], None]) -> None:
        try:
            call()
        except HttpError as error:
            raise WriteError(self._what, '', str(error), True, True) from error
        except HdfsError as error:
            raise as_write_error(error) from error
