"""Files, archives and variables reach the tasks, and only those that were agreed on."""

from __future__ import annotations

import os
from typing import Any

import pytest
from builders import WORK, a_program, an_attempt, sha256
from conftest import ended
from fake_cluster import FakeCluster

from medusa_worker.attempts import Attempts
from medusa_worker.statefolder import StateFolder

OUTPUT = f'{WORK}/runs/r-1/count/a-1'


def shipping(fake: FakeCluster, **changes: Any) -> dict[str, Any]:
    def entry(name: str, text: str) -> dict[str, str]:
        path = f'{WORK}/runs/r-1/files/{sha256(text)[:8]}'
        fake.write(path, text)
        return {'path': path, 'sha256': sha256(text), 'name': name}

    program = a_program(
        fake, output=OUTPUT, files=[entry('m.py', 'the mapper'), entry('r.py', 'the reducer')],
        archives=[entry('dict.zip', 'an archive')], environment={'LANG': 'C', 'GREETING': 'hi; <&> there'},
    )  # fmt: skip
    return an_attempt(fake, program=program, **changes)


def test_ships_files_and_sets_variables(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    attempts.start('attempt', 'a-1', shipping(fake, configuration={'tmpfiles': 'hdfs:///mine'}))
    assert ended(folder, 'attempt', 'a-1')['end']['outcome'] == 'succeeded'
    (ran,) = fake.ran()
    place = f'file://{folder.item("attempt", "a-1").file("ship")}'
    assert ran['values']['tmpfiles'] == f'hdfs:///mine,{place}/m.py,{place}/r.py'
    assert ran['values']['tmparchives'] == f'{place}/dict.zip'
    assert ran['shipped'] == {
        f'{place}/m.py': ['the mapper', '0o755'], f'{place}/r.py': ['the reducer', '0o755'], f'{place}/dict.zip': ['an archive', '0o755'],
    }  # fmt: skip
    for prefix in ('mapreduce.map.env.', 'mapreduce.reduce.env.', 'yarn.app.mapreduce.am.env.'):
        assert (ran['values'][prefix + 'LANG'], ran['values'][prefix + 'GREETING']) == ('C', 'hi; <&> there')
    assert not os.path.exists(folder.item('attempt', 'a-1').file('ship'))


@pytest.mark.parametrize('kind', ['files', 'archives'])
@pytest.mark.parametrize('missing', [False, True])
def test_ships_nothing_but_what_was_agreed_on(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, kind: str, missing: bool
) -> None:
    request = shipping(fake)
    path = request['program'][kind][0]['path']
    fake.path(path).unlink() if missing else fake.write(path, 'something else')
    attempts.start('attempt', 'a-1', request)
    end = ended(folder, 'attempt', 'a-1')['end']
    assert (end['code'], path in end['cause'], fake.ran()) == ('FILE_DIFFERS', True, [])
