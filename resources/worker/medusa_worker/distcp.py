"""`hadoop distcp` from another cloud: HDFS to HDFS, by a MapReduce job of this cluster.

Invariants: exactly the files that count come (a filter keeps the others out); checksums are compared by distcp
itself, of whole files (COMPOSITE_CRC), so that block sizes may differ. n.b. one user reads and writes: distcp
knows no user of the source.
"""

from __future__ import annotations

import os
import re
from typing import Sequence

from . import job_log
from .digest import Listed
from .errors import AttemptFailure
from .hadoop_job import run_hadoop
from .item_run import ItemRun

MAPS = 20
BYTES_A_MAP = 64 * 1024 * 1024
_GLOB = re.compile(r'[\\*?\[\]{},^]')


def perform(run: ItemRun, files: Sequence[Listed]) -> None:
    """To the end of the job. A folder's content goes to a target that distcp makes, a single file into a folder."""
    source, target = run.request['source'], run.request['target']
    single = len(files) == 1 and files[0].path == source['path']
    run.writable.make_folders(target if single else target.rpartition('/')[0])
    log = run_hadoop(run, arguments(source, target, files, _filters(run, source['path'])), {})
    exit_code = run.end['exitCode']
    if exit_code != 0:
        cause = job_log.cause(log) or f'hadoop distcp ended with exit code {exit_code} and printed nothing'
        raise AttemptFailure(_code(log, source['namenode']), cause)


def arguments(source: dict[str, str], target: str, files: Sequence[Listed], filters: str) -> list[str]:
    maps = max(1, min(MAPS, len(files), -(-sum(file.length for file in files) // BYTES_A_MAP)))
    # distcp takes sources as patterns.
    path = _GLOB.sub(lambda sign: '\\' + sign.group(), source['path'])
    return [
        'distcp', '-Ddfs.checksum.combine.mode=COMPOSITE_CRC', '-filters', filters, '-m', str(maps),
        source['namenode'] + path, target,
    ]  # fmt: skip


def _filters(run: ItemRun, root: str) -> str:
    """A file with one pattern of Java's: whatever lies below a name that does not count."""
    path = os.path.join(run.item.file('ship'), 'filters')
    os.mkdir(run.item.file('ship'), 0o700)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(pattern(root) + '\n')
    return path


def pattern(root: str) -> str:
    """Matches paths as distcp knows them, `hdfs://HOST:PORT/…`. The same rule as `manifest.counts`."""
    quoted = re.sub(r'[^A-Za-z0-9/_\u0080-\U0010ffff]', lambda sign: '\\' + sign.group(), root.rstrip('/'))
    return rf'(?s)hdfs://[^/]*{quoted}/(.*/)?(\.|_(?!SUCCESS(/|\z)))[^/]*(/.*)?'


def _code(log: str, namenode: str) -> str:
    if job_log.failure_code(log) == 'DISK_FULL' or 'QuotaExceeded' in log:
        return 'DISK_FULL'
    # "Call From here to peer:9000 failed": the exception names the side that did not answer.
    silent = re.search(rf' to {re.escape(namenode.partition("://")[2])}(:\d+)? failed', log)
    return 'SOURCE_UNREADABLE' if silent or 'BlockMissingException' in log else 'HDFS_ERROR'
