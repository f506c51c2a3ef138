"""HTTP over http.client with connections kept alive, time limits everywhere, and no redirect followed by
itself.

Invariants: every wait has a limit; a connection goes back to the pool only after its answer was read to the
end; a request that changes something never travels on a used connection, so it is never sent twice. Refuses:
proxies from the environment (a cluster is reached directly), bodies above a limit, other schemes than http(s).
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from typing import Any, Optional
from urllib.parse import urlsplit

MAX_BODY_BYTES = 64 * 1024 * 1024
# X-XSRF-HEADER: clusters with the cross-site filter on (dfs.webhdfs.rest-csrf.enabled) refuse PUT without it.
_HEADERS = {'Accept': 'application/json, */*', 'X-XSRF-HEADER': 'medusa'}


class HttpError(Exception):
    """No (whole) answer: refused, timed out, torn. `sent` is False when the server certainly never saw the
    request.
    """

    def __init__(self, url: str, cause: BaseException, sent: bool) -> None:
        parts = urlsplit(url)
        super().__init__(f'{parts.scheme}://{parts.netloc} does not answer: {str(cause) or type(cause).__name__}')
        self.sent = sent


class Deadline:
    """A moment after which nothing may wait any more. `Deadline(None)` never comes."""

    def __init__(self, seconds: Optional[float]) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds

    def limit(self, seconds: float) -> float:
        """The shorter of `seconds` and what is left; TimeoutError when nothing is."""
        if self._end is None:
            return seconds
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError('the time for this task is over')
        return min(seconds, left)


class Reply:
    """An answer whose body is still on the wire. Close it, or use it as a context."""

    def __init__(
        self, pool: 'HttpPool', url: str, key: tuple[str, str], connection: http.client.HTTPConnection
    ) -> None:
        self._pool, self._url, self._key, self._connection = pool, url, key, connection
        self._response = connection.getresponse()
        self.status = self._response.status

    def header(self, name: str) -> Optional[str]:
        return self._response.getheader(name)

    def readinto(self, buffer: memoryview) -> int:
        """Fills the buffer as far as possible; 0 at the end of the body. n.b. a torn body ends as well: count."""
        try:
            return self._response.readinto(buffer)
        except (OSError, http.client.HTTPException) as error:
            raise HttpError(self._url, error, sent=True) from error

    def body(self) -> bytes:
        try:
            data = self._response.read(MAX_BODY_BYTES + 1)
        except (OSError, http.client.HTTPException) as error:
            raise HttpError(self._url, error, sent=True) from error
        if len(data) > MAX_BODY_BYTES:
            raise HttpError(self._url, ValueError(f'more than {MAX_BODY_BYTES} bytes came'), sent=True)
        return data

    def json(self) -> Any:
        """The body as JSON; HttpError when it is none."""
        data = self.body()
        try:
            return json.loads(data)
        except ValueError as error:
            raise HttpError(self._url, ValueError(f'no JSON came, but {data[:80]!r}'), sent=True) from error

    def json_or_nothing(self) -> Any:
        """Like `json`, and {} for an empty body."""
        if self._response.isclosed() or self._response.getheader('Content-Length') == '0':
            self.body()
            return {}
        return self.json()

    def close(self) -> None:
        # isclosed() is True once the whole body was read; will_close says what the server wants.
        if self._response.isclosed() and not self._response.will_close:
            self._pool.give_back(self._key, self._connection)
        else:
            self._response.close()
            self._connection.close()

    def __enter__(self) -> 'Reply':
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Upload:
    """A PUT whose body is still being sent. Ends with `finish`, or with `abort`: then the server sees a torn body."""

    def __init__(
        self, pool: 'HttpPool', url: str, key: tuple[str, str], connection: http.client.HTTPConnection
    ) -> None:
        self._pool, self._url, self._key, self._connection = pool, url, key, connection
        self._refused = False

    def write(self, data: memoryview) -> None:
        if self._refused:
            return
        try:
            self._connection.send(data)
        except (BrokenPipeError, ConnectionResetError):
            # A server that refuses answers and closes without reading on: the answer says more than the error.
            self._refused = True
        except (OSError, http.client.HTTPException) as error:
            self.abort()
            raise HttpError(self._url, error, sent=True) from error

    @property
    def refused(self) -> bool:
        """Whether the server does not want any more of the body: `finish` tells why."""
        return self._refused

    def finish(self) -> Reply:
        try:
            return Reply(self._pool, self._url, self._key, self._connection)
        except (OSError, http.client.HTTPException) as error:
            self.abort()
            raise HttpError(self._url, error, sent=True) from error

    def abort(self) -> None:
        self._connection.close()


class HttpPool:
    """Connections to the few servers of one cluster. Thread-safe."""

    def __init__(self, idle_per_server: int = 16) -> None:
        self._idle: dict[tuple[str, str], list[http.client.HTTPConnection]] = {}
        self._lock = threading.Lock()
        self._idle_per_server = idle_per_server

    def request(self, method: str, url: str, timeout: float, body: Optional[bytes] = None) -> Reply:
        """Sends one request; HttpError when no answer begins within `timeout` seconds (so for every later wait)."""
        parts = urlsplit(url)
        key = (parts.scheme, parts.netloc)
        target = (parts.path or '/') + (f'?{parts.query}' if parts.query else '')
        used = self._take(key) if method == 'GET' else None
        if used is not None:
            try:
                return self._exchange(used, key, url, method, target, body, timeout)
            except HttpError:
                # The server closed it while it was idle (or died): a fresh connection will tell which.
                used.close()
        fresh = self._connect(url, timeout)
        return self._exchange(fresh, key, url, method, target, body, timeout)

    def upload(self, url: str, length: int, timeout: float) -> Upload:
        """Begins a PUT with a body of `length` bytes, on a connection of its own."""
        parts = urlsplit(url)
        connection = self._connect(url, timeout)
        try:
            connection.putrequest('PUT', f'{parts.path or "/"}?{parts.query}', skip_accept_encoding=True)
            for name, value in _HEADERS.items():
                connection.putheader(name, value)
            connection.putheader('Content-Type', 'application/octet-stream')
            connection.putheader('Content-Length', str(length))
            connection.endheaders()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise HttpError(url, error, sent=True) from error
        return Upload(self, url, (parts.scheme, parts.netloc), connection)

    @staticmethod
    def _connect(url: str, timeout: float) -> http.client.HTTPConnection:
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == 'https' else http.client.HTTPConnection
        fresh = kind(parts.netloc, timeout=timeout)
        try:
            fresh.connect()
        except OSError as error:
            fresh.close()
            raise HttpError(url, error, sent=False) from error
        return fresh

    def _exchange(
        self, connection: http.client.HTTPConnection, key: tuple[str, str], url: str, method: str, target: str,
        body: Optional[bytes], timeout: float,
    ) -> Reply:  # fmt: skip
        headers = dict(_HEADERS)
        if body is not None:
            headers['Content-Type'] = 'application/json'
        try:
            connection.sock.settimeout(timeout)
            connection.request(method, target, body=body, headers=headers)
            return Reply(self, url, key, connection)
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise HttpError(url, error, sent=True) from error

    def _take(self, key: tuple[str, str]) -> Optional[http.client.HTTPConnection]:
        with self._lock:
            idle = self._idle.get(key)
            return idle.pop() if idle else None

    def give_back(self, key: tuple[str, str], connection: http.client.HTTPConnection) -> None:
        with self._lock:
            idle = self._idle.setdefault(key, [])
            if len(idle) < self._idle_per_server:
                idle.append(connection)
                return
        connection.close()
