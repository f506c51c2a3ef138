"""What a jar program needs, brought here and checked: the jar, and the files and archives for its tasks.

Files travel by the properties `tmpfiles` and `tmparchives`, which the job's submitter reads whatever options the
program knows. The local copy has the name the tasks see. Invariant: what is shipped is the file whose SHA-256 was
checked.
"""

from __future__ import annotations

import hashlib
import os
from typing import Any
from urllib.parse import quote

from .errors import AttemptFailure
from .hdfs import Hdfs, HdfsError
from .item_run import ItemRun

_KINDS = {'files': 'tmpfiles', 'archives': 'tmparchives'}
_VARIABLES = ('mapreduce.map.env.', 'mapreduce.reduce.env.', 'yarn.app.mapreduce.am.env.')


def fetch_all(run: ItemRun) -> str:
    """Brings everything into folders of its own (a jar may be called end.json); returns where the jar is."""
    program = run.request['program']
    os.mkdir(run.item.file('jar'), 0o700)
    os.mkdir(run.item.file('ship'), 0o700)
    source = program['jar']
    jar = os.path.join(run.item.file('jar'), os.path.basename(source['path']) or 'job.jar')
    _fetch(run.hdfs, source, jar, 'JAR_DIFFERS')
    for kind in _KINDS:
        for entry in program[kind]:
            target = _place(run, entry)
            _fetch(run.hdfs, entry, target, 'FILE_DIFFERS')
            # Hadoop keeps the mode: a mapper may be called as ./m.py.
            os.chmod(target, 0o755)
    return jar


def _place(run: ItemRun, entry: dict[str, Any]) -> str:
    """Names are file names without a slash, and each is there once: the request was checked."""
    return os.path.join(run.item.file('ship'), entry['name'])


def _fetch(hdfs: Hdfs, source: dict[str, Any], target: str, code: str) -> None:
    """HDFS → file. `code` when it is not the one the console uploaded, or is not there."""

    def once() -> str:
        digest = hashlib.sha256()
        with open(target, 'wb') as file:

            def sink(data: memoryview) -> None:
                digest.update(data)
                file.write(data)

            hdfs.read(source['path'], memoryview(bytearray(256 * 1024)), sink, None)
        return digest.hexdigest()

    try:
        found = hdfs.retrying(once)
    except HdfsError as error:
        if error.missing:
            raise AttemptFailure(code, f'{source["path"]} is not there') from error
        raise
    if found != source['sha256']:
        raise AttemptFailure(code, f'{source["path"]} has SHA-256 {found}, the console uploaded {source["sha256"]}')


def properties(run: ItemRun) -> dict[str, str]:
    """The request's configuration, and with it what ships files and sets variables."""
    program = run.request['program']
    result: dict[str, str] = dict(run.request['configuration'])
    for kind, name in _KINDS.items():
        places = [f'file://{quote(os.path.abspath(_place(run, entry)))}' for entry in program[kind]]
        if places:
            result[name] = ','.join([*([result[name]] if result.get(name) else []), *places])
    for variable, value in program['environment'].items():
        result.update({prefix + variable: value for prefix in _VARIABLES})
    return result
