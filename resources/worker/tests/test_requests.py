"""Requests are typed and closed; a refusal names the key and the value."""

from __future__ import annotations

from typing import Any

import pytest

from medusa_worker.errors import BadRequest
from medusa_worker.requests import SCHEMAS, inside

SHA, MANIFEST = 'a' * 64, 'sha256:' + 'a' * 64
ATTEMPT: dict[str, Any] = {
    'run': 'r-1', 'unit': 'count', 'attempt': 'a-1', 'program': {
        'type': 'jar', 'jar': {'path': '/x.jar', 'sha256': SHA}, 'main': None,
        'args': ['-Dmapreduce.job.reduces=4', '/in', '$(reboot)'],
        'files': [{'path': '/f/m.py', 'sha256': SHA, 'name': 'm.py'}], 'archives': [{'path': '/z', 'sha256': SHA, 'name': 'z.zip'}],
        'environment': {'LANG': 'C'},
    }, 'inputs': [{'path': '/in', 'manifest': MANIFEST}],
    'output': '/out', 'compare': 'lines', 'configuration': {'a.b-c_d': 'x'},
}  # fmt: skip
CUT: dict[str, Any] = {**ATTEMPT, 'program': {'type': 'cut', 'chunks': {'size': 1}}, 'configuration': {}}
COPY: dict[str, Any] = {
    'run': 'r-1', 'copy': 'c-1', 'mode': 'stream', 'target': '/user/u/medusa/runs/r-1/copies/c-1', 'manifest': MANIFEST, 'bytes': 331, 'lines': None,
    'source': {'url': 'http://peer:14001/webhdfs/v1', 'user': 'u', 'path': '/data/books', 'namenode': 'hdfs://peer:9000'},
}  # fmt: skip
BLOCKS = {'run': 'r-1', 'digest': 'd-1', 'path': '/a', 'offset': 0, 'length': 4096, 'size': 1}
GOOD: dict[str, dict[str, Any]] = {
    'medusa.hello': {},
    'medusa.facts': {},
    'medusa.stat': {'paths': ['/']},
    'medusa.manifest': {'run': 'r-1', 'digest': 'd-1', 'path': '/a'},
    'medusa.blocks': BLOCKS,
    'medusa.attempt': ATTEMPT,
    'medusa.copy': COPY,
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
        if key in ('bytes', 'compare', 'configuration', 'lines', 'since'):
            continue  # those have a default
        with pytest.raises(BadRequest, match=f'^{key} is missing$'):
            SCHEMAS[task]({k: v for k, v in GOOD[task].items() if k != key}, '')
        for value in (object(), 1.5, True, {'x': 1}, None):
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
        ({'type': 'pig'}, 'type must be "jar" or "cut", got "pig"'),
        ({'type': ['jar']}, 'type must be "jar" or "cut"'),
        ({'chunks': {'size': 1}}, 'chunks is unknown here'),
        ({'environment': {'A B': 'x'}}, 'a key of program.environment must be a name of an environment'),
        ({'environment': {'A': 1}}, r'environment\.A must be a string'),
        *(({'files': [{'path': '/f', 'sha256': SHA, 'name': name}]}, r'files\[0\]\.name must be a file name')
          for name in ('', '.m', '-m', 'a/b', 'a,b', 'a#b', 'a b', 'x' * 201)),
        ({'archives': [{'path': '/f', 'sha256': SHA, 'name': 'm.py'}]}, 'files and program.archives must not share a name, got "m.py"'),
    ],
)
def test_refuses_programs_with_anything_odd(change: dict[str, Any], name: str) -> None:
    program = {**ATTEMPT['program'], **change}
    with pytest.raises(BadRequest, match=f'^(program.)?{name}'):
        SCHEMAS['medusa.attempt']({**ATTEMPT, 'program': program}, '')


@pytest.mark.parametrize('chunks', [{'size': 67108864}, {'count': 8}, {'files': 1}, {'count': 5000}])
def test_takes_cuts(chunks: dict[str, int]) -> None:
    request = {**CUT, 'program': {'type': 'cut', 'chunks': chunks}}
    assert SCHEMAS['medusa.attempt'](request, '') == request


@pytest.mark.parametrize(
    'change, name',
    [
        ({'program': {'type': 'cut'}}, r'program\.chunks is missing'),
        ({'program': {'type': 'cut', 'chunks': {}}}, r'program\.chunks\.size is missing'),
        ({'program': {'type': 'cut', 'chunks': {'size': 1, 'count': 2}}}, r'program\.chunks\.count must not stand beside size'),
        ({'program': {'type': 'cut', 'chunks': {'files': 0}}}, r'program\.chunks\.files must be an integer from 1'),
        ({'program': {'type': 'cut', 'chunks': {'lines': 1}}}, r'program\.chunks\.lines is unknown'),
        ({'program': {'type': 'cut', 'chunks': {'size': 1}, 'main': None}}, r'program\.main is unknown'),
        ({'inputs': []}, 'inputs must have exactly one entry for a cut, got 0'),
        ({'inputs': ATTEMPT['inputs'] * 2}, 'inputs must have exactly one entry for a cut, got 2'),
        ({'configuration': {'a': 'b'}}, 'configuration must be empty for a cut'),
        ({'compare': 'numeric'}, 'compare must be "bytes" or "lines"'),
    ],
)
def test_refuses_cuts_with_anything_odd(change: dict[str, Any], name: str) -> None:
    with pytest.raises(BadRequest, match=f'^{name}'):
        SCHEMAS['medusa.attempt']({**CUT, **change}, '')


@pytest.mark.parametrize(
    'change, name',
    [
        ({'url': 'ftp://peer/x'}, r'source\.url must be an http'),
        ({'url': 'http://u@peer/x'}, r'source\.url must be an http'),
        ({'url': 'http://peer:99999/x'}, r'source\.url must be a URL'),
        ({'user': 'a&b'}, r'source\.user must be a user'),
        ({'path': 'data'}, r'source\.path must be an absolute'),
        ({'namenode': 'hdfs://peer:9000/x'}, r'source\.namenode must be hdfs'),
        ({'namenode': '-Dx'}, r'source\.namenode must be hdfs'),
        ({'namenode': None}, r'source\.namenode must be hdfs://HOST:PORT when mode is "distcp"'),
    ],
)
def test_refuses_copies_with_anything_odd(change: dict[str, Any], name: str) -> None:
    with pytest.raises(BadRequest, match=f'^{name}'):
        SCHEMAS['medusa.copy']({**COPY, 'mode': 'distcp', 'source': {**COPY['source'], **change}}, '')


def test_a_stream_needs_no_name_node() -> None:
    assert SCHEMAS['medusa.copy']({**COPY, 'source': {**COPY['source'], 'namenode': None}}, '')['mode'] == 'stream'


def test_blocks_are_4096_at_most() -> None:
    assert SCHEMAS['medusa.blocks'](BLOCKS, '') == BLOCKS
    with pytest.raises(BadRequest, match='^size must be larger: 4097 blocks'):
        SCHEMAS['medusa.blocks']({**BLOCKS, 'length': 4097}, '')
    with pytest.raises(BadRequest, match='^size must be an integer from 1'):
        SCHEMAS['medusa.blocks']({**BLOCKS, 'size': 0}, '')


@pytest.mark.parametrize('task', ['medusa.kill', 'medusa.publish'])
def test_is_about_an_attempt_or_a_copy(task: str) -> None:
    of_copy = {('copy' if key == 'attempt' else key): value for key, value in GOOD[task].items()}
    assert SCHEMAS[task](of_copy, '') == of_copy
    with pytest.raises(BadRequest, match='^copy must not stand beside attempt'):
        SCHEMAS[task]({**GOOD[task], 'copy': 'c-1'}, '')


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
