"""What each task may be asked: one closed schema a task, and the alphabet of ids, paths and digests.

HDFS paths are absolute, without `.`, `..`, `//`, a slash at the end or control characters: what is compared
with a prefix here is what HDFS sees. Below: `inside` is the only test for "lies below", it works on whole path
components.
"""

from __future__ import annotations

import re
from typing import Any

from .errors import BadRequest
from .validation import Check, integer, list_of, map_of, optional, record, refuse, text

identifier = text('lower-case letters, digits and "-" (at most 80)', r'[a-z0-9][a-z0-9-]{0,79}')
sha256 = text('64 lower-case hexadecimal digits', r'[0-9a-f]{64}')
manifest_digest = text('"sha256:" and 64 lower-case hexadecimal digits', r'sha256:[0-9a-f]{64}')
main_class = text('a class or program name', r'[A-Za-z0-9_$][A-Za-z0-9_$.-]{0,254}')
property_name = text('letters, digits, ".", "_" and "-" (at most 200)', r'[A-Za-z0-9._-]{1,200}')
# One argument of execve may have 128 KiB (MAX_ARG_STRLEN), all together 2 MiB by default.
argument = text('a string without NUL, at most 100000 characters', maximum=100_000)

_CONTROL = re.compile(r'[\x00-\x1f\x7f]')
_TAG_ARGUMENT = re.compile(r'(-D\s*)?mapreduce\.job\.tags=', re.DOTALL)


def hdfs_path(value: Any, name: str) -> str:
    """An absolute, plain HDFS path, not longer than HDFS allows (8000 characters)."""
    rule = 'an absolute path without ".", "..", "//" or control characters'
    checked = text(rule, maximum=8000)(value, name)
    parts = checked.split('/')
    if not checked.startswith('/') or _CONTROL.search(checked):
        raise refuse(name, rule, value)
    if checked != '/' and any(part in ('', '.', '..') for part in parts[1:]):
        raise refuse(name, rule, value)
    return str(checked)


def inside(path: str, folder: str) -> bool:
    """Whether `path` lies below `folder` (is not the folder itself)."""
    return path.startswith(folder.rstrip('/') + '/') and path != folder


def _arguments(value: Any, name: str) -> list[str]:
    checked: list[str] = list_of(argument, 0, 2000)(value, name)
    for index, entry in enumerate(checked):
        if _TAG_ARGUMENT.match(entry):
            # The tag finds and kills the application; an argument would win over the overlay configuration.
            raise BadRequest(f'{name}[{index}] must not set mapreduce.job.tags (use configuration, there it is added)')
    return checked


_input = record({'path': hdfs_path, 'manifest': manifest_digest})
_jar = record({'path': hdfs_path, 'sha256': sha256})

SCHEMAS: dict[str, Check] = {
    'medusa.hello': record({}),
    'medusa.facts': record({}),
    'medusa.stat': record({'paths': list_of(hdfs_path, 1, 1000)}),
    'medusa.manifest': record({'run': identifier, 'digest': identifier, 'path': hdfs_path}),
    'medusa.attempt': record(
        {
            'run': identifier,
            'unit': identifier,
            'attempt': identifier,
            'jar': _jar,
            'main': optional(main_class),
            'args': _arguments,
            'inputs': list_of(_input, 0, 10_000),
            'output': hdfs_path,
            'configuration': map_of(property_name, argument, 500),
        },
        {'main': None, 'configuration': {}},
    ),
    'medusa.progress': record({'run': identifier, 'since': integer(0, 2**53)}, {'since': 0}),
    'medusa.kill': record({'run': identifier, 'attempt': identifier}),
    'medusa.publish': record(
        {'run': identifier, 'unit': identifier, 'attempt': identifier, 'from': hdfs_path, 'to': hdfs_path}
    ),
    'medusa.remove': record({'run': identifier, 'path': hdfs_path}),
}
OPEN_TASKS = frozenset({'medusa.hello', 'medusa.facts', 'medusa.progress'})
"""May be called without `auth`, by any Celery client of the vhost."""
