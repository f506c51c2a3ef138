"""The detached process: runs one attempt, makes one copy, or digests one path, from claim to end.

Started as `python3 -m medusa_worker.supervisor STATE_FOLDER KIND ID` in a session of its own. It survives the
worker, needs neither broker nor key, and writes its end exactly once. SIGTERM keeps its default action on
purpose: a process that is stopped (by `kill`, by a host going down) leaves no end behind; `kill` writes one, a
reboot shows as `lost`.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import traceback
from typing import Any, Optional, Sequence

from . import attempt_run, copy_run
from .blocks import block_digests
from .errors import AttemptFailure
from .hdfs import HdfsError
from .item_run import WORKING_FOLDERS, ItemRun
from .processes import ProcessIdentity
from .recorder import Ticker
from .statefolder import StateFolder

MAX_END_CHARACTERS = 15 * 1024 * 1024  # leaves room below the 16 MiB of a reply


def perform(run: ItemRun) -> dict[str, Any]:
    """The end, whatever happens."""
    work = {'attempt': attempt_run.perform, 'copy': copy_run.perform, 'digest': _digest}[run.item.kind]
    try:
        with Ticker(run.recorder.flush):
            work(run)
    except AttemptFailure as failure:
        _fail(run, failure.code, failure.cause, failure.files)
    except HdfsError as error:
        _fail(run, 'DISK_FULL' if error.full else 'HDFS_ERROR', str(error))
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        _fail(run, 'DISK_FULL' if full else 'INTERNAL', f'{type(error).__name__}: {error}')
    except Exception as error:  # the end must say so: without one the item would look lost
        traceback.print_exc()
        _fail(run, 'INTERNAL', f'{type(error).__name__}: {error}')
    finally:
        # What they were stands in spec.json.
        for name in WORKING_FOLDERS:
            shutil.rmtree(run.item.file(name), ignore_errors=True)
    run.recorder.flush(durable=True)
    if run.watch is not None:
        run.end['counters'].update(run.watch.costs())
    if len(json.dumps(run.end)) > MAX_END_CHARACTERS:
        if run.end['outcome'] == 'succeeded':
            _fail(run, 'TOO_MANY_FILES', 'the list of files is longer than 15 MiB')
        run.end['files'] = []
    return run.end


def _fail(run: ItemRun, code: str, cause: str, files: Optional[list[dict[str, Any]]] = None) -> None:
    run.end.update(
        outcome='failed', code=code, cause=cause[:2000], manifest=None, files=files or [], lines=None, blocks=None
    )


def _digest(run: ItemRun) -> None:
    request = run.request
    if 'size' in request:
        run.end['blocks'] = block_digests(run.hdfs, request, run.recorder.add_bytes)
        return
    tree = run.tree(request['path'])
    if tree is None:
        raise AttemptFailure('INPUT_MISSING', f'{request["path"]} is not there')
    run.keep(tree)


def main(arguments: Sequence[str]) -> int:
    root, kind, id = arguments
    folder = StateFolder(root)
    item = folder.item(kind, id)
    spec = item.spec()
    if spec is None or spec['request'] is None or not item.claim(ProcessIdentity.own(), 'started'):
        return 0  # somebody else runs it, or it was killed before it began
    item.reserve()
    item.finish(perform(ItemRun(folder, item, spec)))
    folder.announce(spec['run'], kind, id)
    if os.path.exists(item.file('reserve')):
        os.unlink(item.file('reserve'))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
