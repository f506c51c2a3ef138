"""Files that are whole or not there: created once, or replaced, atomically and (where it matters) durably.

Invariants: a reader never sees half a file; `create_once` succeeds for exactly one of any number of competing
processes.
"""

from __future__ import annotations

import itertools
import json
import os
from typing import Any, Optional

_serial = itertools.count()


def _write_beside(path: str, text: str, durable: bool) -> str:
    temporary = f'{path}.{os.getpid()}-{next(_serial)}.tmp'
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, 'w', encoding='utf-8', errors='surrogatepass') as file:
            file.write(text)
            file.flush()
            if durable:
                os.fsync(file.fileno())
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def _sync_folder(path: str) -> None:
    descriptor = os.open(os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def create_once(path: str, value: Any) -> bool:
    """Writes JSON durably unless the file is there already; False when it is. link(2) decides between competitors."""
    temporary = _write_beside(path, json.dumps(value), durable=True)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        os.unlink(temporary)
    _sync_folder(path)
    return True


def replace(path: str, value: Any, durable: bool) -> None:
    """Puts JSON in the place of what was there. Not durable: whole all the same, but a power cut may bring the
    old one.
    """
    temporary = _write_beside(path, json.dumps(value), durable)
    try:
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    if durable:
        _sync_folder(path)


def read_json(path: str) -> Optional[Any]:
    """The value in the file, None when there is no such file."""
    try:
        with open(path, encoding='utf-8', errors='surrogatepass') as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def tail(path: str, maximum_bytes: int) -> str:
    """The end of a text file ('' when it is missing), beginning with a whole line."""
    try:
        with open(path, 'rb') as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - maximum_bytes))
            data = file.read(maximum_bytes)
    except FileNotFoundError:
        return ''
    if size > maximum_bytes:
        data = data.partition(b'\n')[2]
    return data.decode('utf-8', errors='replace')
