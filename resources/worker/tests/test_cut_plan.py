"""Where inputs are cut: the examples both sides must agree on, and what must hold for any input."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, Optional

import pytest

from medusa_worker.cut_plan import plan
from medusa_worker.errors import AttemptFailure
from medusa_worker.manifest import sort_key

CASES = json.loads(Path(__file__).with_name('cut-vectors.json').read_text(encoding='utf-8'))


def cut(files: dict[str, bytes], chunks: dict[str, Any]) -> list[list[dict[str, Any]]]:
    def next_line_feed(path: str, offset: int) -> Optional[int]:
        assert 0 <= offset < len(files[path])
        found = files[path].find(b'\n', offset)
        return None if found < 0 else found

    planned = plan([(path, len(data)) for path, data in files.items()], chunks, next_line_feed)
    return [[{'path': piece.path, 'from': piece.start, 'to': piece.end} for piece in chunk] for chunk in planned]


@pytest.mark.parametrize('case', CASES, ids=[case['name'] for case in CASES])
def test_cuts_as_the_vectors_say(case: dict[str, Any]) -> None:
    files = {file['path']: file['content'].encode() for file in case['files']}
    assert list(files) == sorted(files, key=sort_key)
    if isinstance(case['expected'], dict):
        with pytest.raises(AttemptFailure) as error:
            cut(files, case['chunks'])
        assert error.value.code == case['expected']['error']
    else:
        assert cut(files, case['chunks']) == case['expected']


def test_loses_no_byte_and_cuts_behind_line_feeds_only() -> None:
    chance = random.Random(1)
    for _ in range(500):
        files = {
            f'{number}{chance.choice(["", ".gz"])}': bytes(chance.choices(b'a\n', [3, 1], k=chance.choice([0, 1, 5, 30])))
            for number in range(chance.randint(1, 5))
        }
        if not any(files.values()):
            continue
        size = chance.randint(1, 20)
        chunks = cut(files, {'size': size})
        pieces = [piece for chunk in chunks for piece in chunk]
        assert b''.join(files[p['path']][p['from'] : p['to']] for p in pieces) == b''.join(files.values())
        for chunk in chunks:
            assert len({piece['path'] for piece in chunk}) == len(chunk)
        for chunk in chunks[:-1]:
            assert sum(piece['to'] - piece['from'] for piece in chunk) >= size
        for piece in pieces:
            data = files[piece['path']]
            assert piece['to'] == len(data) or (data[piece['to'] - 1 : piece['to']] == b'\n' and '.gz' not in piece['path'])
