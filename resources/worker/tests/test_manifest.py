"""The manifest is the same on both sides, in any locale and any order."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from medusa_worker.manifest import (
    FileEntry,
    counts,
    has_part_file,
    has_success,
    is_printable,
    manifest_digest,
    sort_key,
)

VECTORS = json.loads((Path(__file__).parent / 'vectors.json').read_text('utf-8'))


@pytest.mark.parametrize('vector', VECTORS['manifests'], ids=lambda v: v['name'])
def test_digests_the_list_as_the_console_does(vector: dict[str, Any]) -> None:
    entries = [FileEntry(**file) for file in vector['files']]
    assert manifest_digest(entries) == manifest_digest(reversed(entries)) == vector['manifest']
    assert sorted((entry.path for entry in entries), key=sort_key) == vector['sorted']


@pytest.mark.parametrize('vector', VECTORS['names'], ids=lambda v: v['name'])
def test_knows_which_names_count(vector: dict[str, Any]) -> None:
    assert counts(vector['name']) == vector['counts']


def test_the_example_of_the_protocol_page() -> None:
    empty = hashlib.sha256(b'').hexdigest()
    line = f'{empty} 0 _SUCCESS\n'.encode()
    assert manifest_digest([FileEntry('_SUCCESS', 0, empty)]) == f'sha256:{hashlib.sha256(line).hexdigest()}'


def test_part_files_may_lie_in_folders_but_the_mark_of_success_may_not() -> None:
    def entry(path: str) -> FileEntry:
        return FileEntry(path, 0, '0' * 64)

    assert has_part_file([entry('a/part-r-00000')]) and not has_part_file([entry('part'), entry('_SUCCESS')])
    assert has_success([entry('_SUCCESS')]) and not has_success([entry('a/_SUCCESS')])


def test_names_that_could_imitate_lines_are_found() -> None:
    assert [is_printable(name) for name in ('a b', 'ä', 'a\nb', 'a\x00', '\x7f')] == [True, True, False, False, False]
