"""What each task may be asked: one closed schema a task, and the alphabet of ids, paths and digests.

HDFS paths are absolute, without `.`, `..`, `//`, a slash at the end or control characters: what is compared
with a prefix here is what HDFS sees. Below: `inside` is the only test for "lies below", it works on whole path
components.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from .errors import BadRequest
from .validation import Check, integer, list_of, map_of, one_key, one_of, optional, record, refuse, text, union

identifier = text('lower-case letters, digits and "-" (at most 80)', r'[a-z0-9][a-z0-9-]{0,79}')
sha256 = text('64 lower-case hexadecimal digits', r'[0-9a-f]{64}')
manifest_digest = text('"sha256:" and 64 lower-case hexadecimal digits', r'sha256:[0-9a-f]{64}')
main_class = text('a class or program name', r'[A-Za-z0-9_$][A-Za-z0-9_$.-]{0,254}')
property_name = text('letters, digits, ".", "_" and "-" (at most 200)', r'[A-Za-z0-9._-]{1,200}')
# One argument of execve may have 128 KiB (MAX_ARG_STRLEN), all together 2 MiB by default.
argument = text('a string without NUL, at most 100000 characters', maximum=100_000)
shipped_name = text('a file name of letters, digits, ".", "_" and "-"', r'[A-Za-z0-9_][A-Za-z0-9._-]{0,199}')
variable_name = text('a name of an environment variable', r'[A-Za-z_][A-Za-z0-9_]{0,199}')
user_name = text('a user name', r'[A-Za-z0-9._@/-]{1,200}')
namenode = text('hdfs://HOST:PORT', r'hdfs://[A-Za-z0-9._-]{1,253}(:\d{1,5})?')
_any_size = integer(0, 2**53)
_some = integer(1, 2**53)
MAX_BLOCKS = 4096

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


def http_url(value: Any, name: str) -> str:
    """A base URL, without a slash at its end."""
    checked = str(text('an http:// or https:// URL', r'https?://[^\s?#@]+')(value, name))
    try:
        host = urlsplit(checked).hostname
        _ = urlsplit(checked).port
    except ValueError as error:
        raise BadRequest(f'{name} must be a URL: {error}') from error
    if not host:
        raise BadRequest(f'{name} must name a host, got "{checked}"')
    return checked.rstrip('/')


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
_shipped = list_of(record({'path': hdfs_path, 'sha256': sha256, 'name': shipped_name}), 0, 200)
_program = union(
    'type',
    {
        'jar': record(
            {
                'type': one_of('jar'),
                'jar': _jar,
                'main': optional(main_class),
                'args': _arguments,
                'files': _shipped,
                'archives': _shipped,
                'environment': map_of(variable_name, argument, 500),
            },
            {'main': None, 'files': [], 'archives': [], 'environment': {}},
        ),
        'cut': record(
            {
                'type': one_of('cut'),
                'chunks': one_key({kind: record({kind: _some}) for kind in ('size', 'count', 'files')}),
            }
        ),
    },
)
_attempt = record(
    {
        'run': identifier,
        'unit': identifier,
        'attempt': identifier,
        'program': _program,
        'inputs': list_of(_input, 0, 10_000),
        'output': hdfs_path,
        'compare': one_of('bytes', 'lines'),
        'configuration': map_of(property_name, argument, 500),
    },
    {'compare': 'bytes', 'configuration': {}},
)
_source = record(
    {'url': http_url, 'user': user_name, 'path': hdfs_path, 'namenode': optional(namenode)}, {'namenode': None}
)
_copy = record(
    {
        'run': identifier,
        'copy': identifier,
        'mode': one_of('stream', 'distcp'),
        'source': _source,
        'target': hdfs_path,
        'manifest': manifest_digest,
        'bytes': optional(_any_size),
        'lines': optional(manifest_digest),
    },
    {'bytes': None, 'lines': None},
)
_blocks = record(
    {
        'run': identifier,
        'digest': identifier,
        'path': hdfs_path,
        'offset': _any_size,
        'length': _any_size,
        'size': _some,
    }
)


def _attempt_as_a_whole(value: Any, name: str) -> dict[str, Any]:
    checked: dict[str, Any] = _attempt(value, name)
    program = checked['program']
    if program['type'] == 'cut':
        if len(checked['inputs']) != 1:
            raise BadRequest(f'inputs must have exactly one entry for a cut, got {len(checked["inputs"])}')
        if checked['configuration']:
            raise refuse('configuration', 'empty for a cut', checked['configuration'])
    else:
        names = [entry['name'] for entry in (*program['files'], *program['archives'])]
        twin = next((shipped for shipped in names if names.count(shipped) > 1), None)
        if twin is not None:
            # Both would lie under that name in the folder of every task.
            raise BadRequest(f'program.files and program.archives must not share a name, got "{twin}" twice')
    return checked


def _copy_as_a_whole(value: Any, name: str) -> dict[str, Any]:
    checked: dict[str, Any] = _copy(value, name)
    if checked['mode'] == 'distcp' and checked['source']['namenode'] is None:
        raise refuse('source.namenode', 'hdfs://HOST:PORT when mode is "distcp"', None)
    return checked


def _blocks_as_a_whole(value: Any, name: str) -> dict[str, Any]:
    checked: dict[str, Any] = _blocks(value, name)
    count = -(-checked['length'] // checked['size'])
    if count > MAX_BLOCKS:
        raise BadRequest(f'size must be larger: {count} blocks would come to be, at most {MAX_BLOCKS} may')
    return checked


def _of_attempt_or_copy(**more: Check) -> Check:
    return one_key({kind: record({'run': identifier, kind: identifier, **more}) for kind in ('attempt', 'copy')})



SCHEMAS: dict[str, Check] = {
    'medusa.hello': record({}),
    'medusa.facts': record({}),
    'medusa.stat': record({'paths': list_of(hdfs_path, 1, 1000)}),
    'medusa.manifest': record({'run': identifier, 'digest': identifier, 'path': hdfs_path}),
    'medusa.blocks': _blocks_as_a_whole,
    'medusa.attempt': _attempt_as_a_whole,
    'medusa.copy': _copy_as_a_whole,
    'medusa.progress': record({'run': identifier, 'since': integer(0, 2**53)}, {'since': 0}),
    'medusa.kill': _of_attempt_or_copy(),
    'medusa.publish': _of_attempt_or_copy(**{'unit': identifier, 'from': hdfs_path, 'to': hdfs_path}),
    'medusa.remove': record({'run': identifier, 'path': hdfs_path}),
}
OPEN_TASKS = frozenset({'medusa.hello', 'medusa.facts', 'medusa.progress'})
"""May be called without `auth`, by any Celery client of the vhost."""
