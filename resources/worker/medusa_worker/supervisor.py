"""The detached process: runs one attempt, or digests one path, from claim to end.

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

from . import hadoop_job, job_log
from .config import Cluster
from .digest import TreeDigest, digest_trees
from .errors import AttemptFailure
from .hdfs import Hdfs, HdfsError
from .http_pool import HttpPool
from .manifest import has_part_file, has_success
from .processes import ProcessIdentity
from .recorder import Recorder, Ticker
from .statefolder import Item, StateFolder, now_millis
from .yarn import Yarn
from .yarn_watch import YarnWatch

MAX_END_CHARACTERS = 15 * 1024 * 1024  # leaves room below the 16 MiB of a reply


def blank_end(outcome: str) -> dict[str, Any]:
    return {
        'outcome': outcome, 'files': [], 'manifest': None, 'inputs': [], 'jobFinishedAt': None, 'counters': {},
        'exitCode': None, 'code': None, 'cause': None, 'log': [],
    }  # fmt: skip


class Supervisor:
    """One item's run. `end` is filled step by step, so that a failure says all that was known."""

    def __init__(self, folder: StateFolder, item: Item, spec: dict[str, Any]) -> None:
        self._item = item
        self._request: dict[str, Any] = spec['request']
        self._cluster = Cluster(**spec['cluster'])
        pool = HttpPool()
        # A read may wait long for a slow disk; only silence of half a minute is an error.
        self._hdfs = Hdfs(pool, self._cluster.read_url, self._cluster.user, timeout=30.0)
        self._yarn = Yarn(pool, self._cluster.yarn, self._cluster.user)
        self._recorder = Recorder(folder, item, spec['run'], 'preparing' if item.kind == 'attempt' else 'digesting')
        self._watch: Optional[YarnWatch] = None
        self.end = blank_end('succeeded')

    def run(self) -> dict[str, Any]:
        try:
            with Ticker(self._recorder.flush):
                if self._item.kind == 'attempt':
                    self._attempt()
                else:
                    self._digest()
        except AttemptFailure as failure:
            self._fail(failure.code, failure.cause)
        except HdfsError as error:
            self._fail('HDFS_ERROR', str(error))
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            self._fail('DISK_FULL' if full else 'INTERNAL', f'{type(error).__name__}: {error}')
        except Exception as error:  # the end must say so: without one the attempt would look lost
            traceback.print_exc()
            self._fail('INTERNAL', f'{type(error).__name__}: {error}')
        self._recorder.flush(durable=True)
        if self._watch is not None:
            self.end['counters'].update(self._watch.costs())
        if len(json.dumps(self.end)) > MAX_END_CHARACTERS:
            self.end['files'] = []
            self._fail('TOO_MANY_FILES', 'the list of files is longer than 15 MiB')
        return self.end

    def _fail(self, code: str, cause: str) -> None:
        self.end.update(outcome='failed', code=code, cause=cause[:2000], manifest=None, files=[])

    def _attempt(self) -> None:
        # In a folder of its own: a jar may be called end.json.
        os.mkdir(self._item.file('jar'))
        jar = os.path.join(self._item.file('jar'), os.path.basename(self._request['jar']['path']) or 'job.jar')
        try:
            self._fetch(jar)
            self._recorder.phase('checking')
            self._check_inputs('INPUT_MISSING')
            output = self._request['output']
            if self._hdfs.status(output) is not None:
                raise AttemptFailure('OUTPUT_EXISTS', f'{output} was there before the job began')
            self._recorder.phase('running')
            self._job(jar)
            self._recorder.phase('digesting')
            self._digest_output(output)
            self._check_inputs('INPUT_DIFFERS')
        finally:
            self._tidy()

    def _fetch(self, jar: str) -> None:
        source = self._request['jar']
        try:
            hadoop_job.fetch_jar(self._hdfs, source['path'], source['sha256'], jar)
        except HdfsError as error:
            if error.missing:
                raise AttemptFailure('JAR_DIFFERS', f'{source["path"]} is not there') from error
            raise

    def _check_inputs(self, code_if_gone: str) -> None:
        """Every input has to be what was voted on: before the job, and after it, for a cloud may swap them."""
        wanted = self._request['inputs']
        found = digest_trees(self._hdfs, [entry['path'] for entry in wanted], self._recorder.add_bytes)
        self.end['inputs'] = [tree.manifest for tree in found if tree is not None]
        for entry, tree in zip(wanted, found):
            if tree is None:
                raise AttemptFailure(code_if_gone, f'{entry["path"]} is not there')
            if tree.manifest != entry['manifest']:
                raise AttemptFailure(
                    'INPUT_DIFFERS', f'{entry["path"]} is {tree.manifest}, agreed was {entry["manifest"]}'
                )

    def _job(self, jar: str) -> None:
        log_path = self._item.file('job.log')
        self._watch = YarnWatch(self._yarn, self._item.id, log_path, self._recorder)
        with Ticker(self._watch.look):
            exit_code = hadoop_job.run(self._cluster, self._item.folder, jar, self._request)
            self.end['jobFinishedAt'] = now_millis()
        self.end['exitCode'] = exit_code
        self._watch.look_at_log()
        log = job_log.read(log_path)
        self.end['log'] = job_log.last_lines(log)
        self.end['counters'] = job_log.counters(log)
        if exit_code != 0:
            cause = job_log.cause(log) or f'hadoop jar ended with exit code {exit_code} and printed nothing'
            raise AttemptFailure(job_log.failure_code(log), cause)
        self._recorder.percent(100, 100)

    def _digest_output(self, output: str) -> None:
        tree = self._tree(output)
        if tree is None or not has_success(tree.files):
            raise AttemptFailure('NO_OUTPUT', f'{output} has no _SUCCESS, although hadoop jar ended with exit code 0')
        if not has_part_file(tree.files):
            raise AttemptFailure('NO_OUTPUT', f'{output} has a _SUCCESS, but no part file')
        self.end['files'] = [entry.to_json() for entry in tree.files]
        self.end['manifest'] = tree.manifest

    def _digest(self) -> None:
        tree = self._tree(self._request['path'])
        if tree is None:
            raise AttemptFailure('INPUT_MISSING', f'{self._request["path"]} is not there')
        self.end['files'] = [entry.to_json() for entry in tree.files]
        self.end['manifest'] = tree.manifest

    def _tree(self, path: str) -> Optional[TreeDigest]:
        return digest_trees(self._hdfs, [path], self._recorder.add_bytes)[0]

    def _tidy(self) -> None:
        """The copies are of no use any more; what they were stands in spec.json."""
        for name in ('jar', 'conf'):
            shutil.rmtree(self._item.file(name), ignore_errors=True)


def main(arguments: Sequence[str]) -> int:
    root, kind, id = arguments
    folder = StateFolder(root)
    item = folder.item(kind, id)
    spec = item.spec()
    if spec is None or spec['request'] is None or not item.claim(ProcessIdentity.own(), 'started'):
        return 0  # somebody else runs it, or it was killed before it began
    item.reserve()
    supervisor = Supervisor(folder, item, spec)
    item.finish(supervisor.run())
    folder.announce(spec['run'], kind, id)
    if os.path.exists(item.file('reserve')):
        os.unlink(item.file('reserve'))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
