"""The worker's configuration: one JSON file with mode 0600, closed like a request.

The file holds the broker's password, the key file the cluster's HMAC key; both are refused when group or others
may read them or when somebody else owns them. Nothing read here is ever logged. A detached process gets
`Cluster`, which has no secret in it.
"""

from __future__ import annotations

import os
import stat
from dataclasses import asdict, dataclass
from typing import Any, Optional

from .errors import BadRequest
from .requests import hdfs_path, http_url, identifier, user_name
from .sealing import parse_key
from .validation import integer, one_of, optional, parse, record, text

_string = text('a string that is not empty', r'.+')
_absolute = text('an absolute path', r'/[^\0]*')


class ConfigError(Exception):
    """The worker must not start with this configuration. The message names file and key."""


@dataclass(frozen=True)
class Cluster:
    """What an attempt has to know about its cluster; goes into the attempt's own folder."""

    user: str
    workFolder: str
    webhdfs: Optional[str]
    httpfs: Optional[str]
    digestThrough: str
    yarn: str
    hadoopHome: str
    hadoopConf: str
    javaHome: str

    @property
    def read_url(self) -> str:
        """Where bytes are read from for a digest."""
        chosen = self.webhdfs if self.digestThrough == 'webhdfs' else self.httpfs
        assert chosen is not None  # `load` has checked it
        return chosen

    @property
    def write_url(self) -> str:
        """The NameNode where there is one: only it renames without nesting into an existing folder."""
        url = self.webhdfs or self.httpfs
        assert url is not None
        return url

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Config:
    cluster: str
    broker: str
    queue: str
    key: bytes
    stateFolder: str
    concurrency: int
    hadoop: Cluster

    def __repr__(self) -> str:  # the generated one would show broker and key in a traceback
        return f'Config({self.cluster})'


def _broker(value: Any, name: str) -> str:
    # n.b. the value must not appear in the message: it holds a password.
    if not isinstance(value, str) or not value.startswith(('amqp://', 'amqps://', 'pyamqp://')):
        raise BadRequest(f'{name} must be an amqp:// or amqps:// URL')
    return value


_SCHEMA = record(
    {
        'cluster': identifier,
        'broker': _broker,
        'queue': text('a queue name', r'[A-Za-z0-9._-]{1,200}'),
        'keyFile': _absolute,
        'stateFolder': _absolute,
        'workFolder': hdfs_path,
        'user': user_name,
        'webhdfs': optional(http_url),
        'httpfs': optional(http_url),
        'digestThrough': one_of('webhdfs', 'httpfs'),
        'yarn': http_url,
        'hadoopHome': _absolute,
        'hadoopConf': _absolute,
        'javaHome': _absolute,
        'concurrency': integer(2, 64),
    },
    {'webhdfs': None, 'httpfs': None, 'digestThrough': 'webhdfs', 'concurrency': 8},
)


def read_private(path: str) -> str:
    """The text of a file nobody else may read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        with os.fdopen(descriptor, encoding='utf-8') as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ConfigError(f'{path} is no ordinary file')
            if status.st_uid != os.geteuid():
                raise ConfigError(f'{path} belongs to user {status.st_uid}, but the worker runs as {os.geteuid()}')
            if stat.S_IMODE(status.st_mode) & 0o077:
                mode = f'{stat.S_IMODE(status.st_mode):04o}'
                raise ConfigError(f'{path} has mode {mode}: others could read a secret. Do: chmod 600 {path}')
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f'{path} cannot be read: {error}') from error


def load(path: str) -> Config:
    """Reads and checks file and key. ConfigError when the worker must not start."""
    try:
        fields = _SCHEMA(parse(read_private(path), 'the file'), '')
    except BadRequest as error:
        raise ConfigError(f'{path}: {error.message}') from error
    if fields[fields['digestThrough']] is None:
        raise ConfigError(
            f'{path}: digestThrough is "{fields["digestThrough"]}", but {fields["digestThrough"]} is null'
        )
    if fields['workFolder'] == '/':
        raise ConfigError(f'{path}: workFolder must not be "/"')
    try:
        key = parse_key(read_private(fields['keyFile']))
    except ValueError as error:
        raise ConfigError(f'{fields["keyFile"]}: {error}') from error
    hadoop = Cluster(**{name: fields[name] for name in Cluster.__dataclass_fields__})
    return Config(
        fields['cluster'], fields['broker'], fields['queue'], key, fields['stateFolder'], fields['concurrency'], hadoop
    )
