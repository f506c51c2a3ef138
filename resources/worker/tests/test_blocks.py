"""Digests of blocks, of the part of a file that is there."""

from __future__ import annotations

import pytest
from builders import sha256
from conftest import ended
from fake_cluster import FakeCluster

from medusa_worker.attempts import Attempts
from medusa_worker.statefolder import StateFolder


@pytest.mark.parametrize(
    'offset, length, size, blocks',
    [
        (0, 10, 4, ['0123', '4567', '89']),
        (0, 8, 4, ['0123', '4567']),
        (3, 4, 2, ['34', '56']),
        (3, 100, 5, ['34567', '89']),
        (0, 100, 100, ['0123456789']),
        (9, 1, 1, ['9']),
        (10, 5, 5, []),
        (99, 5, 5, []),
        (0, 0, 1, []),
    ],
)
def test_digests_blocks(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, offset: int, length: int, size: int, blocks: list[str]
) -> None:
    fake.write('/ü a', '0123456789')
    fake.fault('READ', '/ü a', 'torn')
    request = {'run': 'r-1', 'digest': 'd-1', 'path': '/ü a', 'offset': offset, 'length': length, 'size': size}
    assert attempts.start('digest', 'd-1', request) == {'state': 'started'}
    item = ended(folder, 'digest', 'd-1')
    assert (item['kind'], item['end']['outcome'], item['end']['manifest']) == ('digest', 'succeeded', None)
    assert item['end']['blocks'] == [sha256(block) for block in blocks]
    assert item['bytes'] == len(''.join(blocks))


@pytest.mark.parametrize('path', ['/none', '/folder'])
def test_there_is_nothing_to_digest(fake: FakeCluster, attempts: Attempts, folder: StateFolder, path: str) -> None:
    fake.path('/folder').mkdir()
    attempts.start('digest', 'd-1', {'run': 'r-1', 'digest': 'd-1', 'path': path, 'offset': 0, 'length': 1, 'size': 1})
    end = ended(folder, 'digest', 'd-1')['end']
    assert (end['code'], end['blocks']) == ('INPUT_MISSING', None)
