"""Requests are typed and closed; a refusal names the key and the value."""

from __future__ import annotations

from typing import Any

import pytest

from medusa_worker.errors import BadRequest
from medusa_worker.requests import SCHEMAS, inside

SHA, MANIFEST = 'a' * 64, 'sha256:' + 'a' * 64
ATTEMPT: dict[str, Any] = {
    'run': 'r-1', 'unit': 'count', 'attempt': 'a-1', 'jar': {'path': '/x.jar', 'sha256': SHA}, 'main': None,
    'args': ['-Dmapreduce.job.reduces=4', '/in', '$(reboot)'], 'inputs': [{'path': '/in', 'manifest': MANIFEST}],
    'output': '/out', 'configuration': {'a.b-c_d': 'x'},
}  # fmt: skip
GOOD: dict[str, dict[str, Any]] = {
    'medusa.hello': {},
    'medusa.facts': {},
    'medusa.stat': {'paths': ['/']},
    'medusa.manifest': {'run': 'r-1', 'digest': 'd-1', 'path': '/a'},
    'medusa.attempt': ATTEMPT,
    'medusa.progress': {'run': 'r-1', 'since': 0},
    'medusa.kill': {'run': 'r-1', 'attempt': 'a-1'},
    'medusa.publish': {'run': 'r-1', 'unit': 'u', 'attempt': 'a-1', 'from': '/a', 'to': '/b'},
    'medusa.remove': {'run': 'r-1', 'path': '/a'},
}


@pytest.mark.parametrize('task', sorted(SCHEMAS))
def test_takes_what_the_protocol_page_says(task: str) -> None:
    assert SCHEMAS[task](GOOD[task], '') == GOOD[task]


@pytest.mark.parametrize('task', sorted(SCHEMAS))
def test_refuses_unknown_keys_missing_keys_and_other_types(task: str) -> None:
    with pytest.raises(BadRequest, match='^extra is unknown here, got 1$'):
        SCHEMAS[task]({**GOOD[task], 'extra': 1}, '')
    for value in (None, [], 'x', 1, True):
        with pytest.raises(BadRequest):
            SCHEMAS[task](value, '')
    for key in GOOD[task]:
        if key in ('main', 'configuration', 'since'):
            continue  # those have a default
        with pytest.raises(BadRequest, match=f'^{key} is missing$'):
            SCHEMAS[task]({k: v for k, v in GOOD[task].items() if k != key}, '')
        for value in (object(), 1.5, True, {'x': 1}):
            with pytest.raises(BadRequest, match=f'^{key}'):
                SCHEMAS[task]({**GOOD[task], key: value}, '')


@pytest.mark.parametrize(
    'path',
    ['', 'a', 'a/b', '/a/', '//a', '/a//b', '/..', '/a/../b', '/a/..', '/.', '/a/./b', '/a\nb', '/a\x00', '/\x7f',
     'hdfs://x/a', '/' + 'x' * 8000, '/\ud800'],
)  # fmt: skip
def test_refuses_paths_that_are_not_plain(path: str) -> None:
    with pytest.raises(BadRequest, match=r'^paths\[1\] must be an absolute path without'):
        SCHEMAS['medusa.stat']({'paths': ['/a', path]}, '')


@pytest.mark.parametrize('path', ['/', '/a', '/a b', '/ä/ö', '/a/...', '/a%2e%2e/b', '/a;b', '/.hidden', '/a/-x'])
def test_takes_paths_that_only_look_odd(path: str) -> None:
    assert SCHEMAS['medusa.stat']({'paths': [path]}, '') == {'paths': [path]}


@pytest.mark.parametrize('id', ['', 'A', '-a', 'a_b', 'a.b', 'a/b', '..', 'a' * 81, 'a\n', 'ä', None, 1])
def test_refuses_ids_out_of_the_alphabet(id: object) -> None:
    for key in ('run', 'attempt'):
        with pytest.raises(BadRequest, match=f'^{key} must be lower-case letters'):
            SCHEMAS['medusa.kill']({**GOOD['medusa.kill'], key: id}, '')


@pytest.mark.parametrize(
    'change, name',
    [
        ({'jar': {'path': '/x', 'sha256': 'A' * 64}}, r'jar\.sha256 must be 64'),
        ({'jar': {'path': '/x', 'sha256': SHA, 'more': 1}}, r'jar\.more is unknown'),
        ({'jar': {'path': '/x'}}, r'jar\.sha256 is missing'),
        ({'main': '-Dx=y'}, 'main must be a class'),
        ({'main': ''}, 'main must be a class'),
        ({'main': 'a b'}, 'main must be a class'),
        ({'args': ['a', 'b\0c']}, r'args\[1\] must be a string without NUL'),
        ({'args': ['x' * 100_001]}, r'args\[0\] must be a string'),
        ({'args': ['a'] * 2001}, 'args must have 0 to 2000 entries, got 2001'),
        ({'args': ['-Dmapreduce.job.tags=x']}, r'args\[0\] must not set mapreduce\.job\.tags'),
        ({'args': ['-D', 'mapreduce.job.tags=x']}, r'args\[1\] must not set mapreduce\.job\.tags'),
        ({'inputs': [{'path': '/a', 'manifest': SHA}]}, r'inputs\[0\]\.manifest must be "sha256:"'),
        ({'inputs': [{'path': '/a/../b', 'manifest': MANIFEST}]}, r'inputs\[0\]\.path must be an absolute path'),
        ({'configuration': {'a b': 'x'}}, 'a key of configuration must be letters'),
        ({'configuration': {'a': 1}}, r'configuration\.a must be a string'),
        ({'configuration': {'': 'x'}}, 'a key of configuration must be letters'),
        ({'output': '../x'}, 'output must be an absolute path'),
    ],
)
def test_refuses_attempts_with_anything_odd(change: dict[str, Any], name: str) -> None:
    with pytest.raises(BadRequest, match=f'^{name}'):
        SCHEMAS['medusa.attempt']({**ATTEMPT, **change}, '')


@pytest.mark.parametrize('since', [-1, 0.0, True, '0', None, 2**60])
def test_refuses_versions_that_are_no_counting_number(since: object) -> None:
    with pytest.raises(BadRequest, match='^since must be an integer'):
        SCHEMAS['medusa.progress']({'run': 'r-1', 'since': since}, '')


def test_stat_takes_1_to_1000_paths() -> None:
    for count in (0, 1001):
        with pytest.raises(BadRequest, match=f'^paths must have 1 to 1000 entries, got {count}$'):
            SCHEMAS['medusa.stat']({'paths': ['/a'] * count}, '')


def test_inside_compares_whole_components() -> None:
    assert inside('/a/b', '/a') and inside('/a', '/') and inside('/a/b/c', '/a')
    assert not inside('/a', '/a') and not inside('/ab', '/a') and not inside('/', '/') and not inside('/b/a', '/a')
