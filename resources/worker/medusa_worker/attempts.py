"""Starting, finding and killing attempts, copies and digests.

Invariants: however often a request comes (replayed, in parallel, after a crash of the worker), its process runs
at most once; a kill that comes first makes sure that it never runs; the same id with another request is
refused.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from typing import Any

from .config import Cluster
from .errors import BadRequest, TaskError
from .http_pool import HttpPool
from .item_run import WORKING_FOLDERS
from .items import KILLED_BEFORE_START, killed_end, state_of
from .job_log import last_lines, read
from .overlay import tag_of
from .processes import MARK, stop_marked
from .statefolder import Item, StateFolder
from .yarn import Yarn, YarnError

PROCESS_GRACE_SECONDS = 3.0
PROCESS_LIMIT_SECONDS = 10.0
APPLICATION_LIMIT_SECONDS = 10.0
# A process needs 0.1 s from start to claim; a second one would do no harm.
CLAIM_WAIT_SECONDS = 2.0
# A client that is stopped in the middle of a submission: the application shows up a moment later.
SUBMISSION_SECONDS = 1.5
_PACKAGE_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Attempts:
    def __init__(self, folder: StateFolder, cluster: Cluster, pool: HttpPool) -> None:
        self._folder, self._cluster = folder, cluster
        self._yarn = Yarn(pool, cluster.yarn, cluster.user)
        self._children: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

    def start(self, kind: str, id: str, request: dict[str, Any]) -> dict[str, str]:
        """→ `{"state": "started" | "running" | "ended" | "lost"}`."""
        item = self._folder.item(kind, id)
        first = item.create()
        item.specify(request['run'], request, self._cluster.to_json())
        self._same_request(item, request)
        if first:
            self._folder.announce(request['run'], kind, id)
        elif item.claimed() is not None or not self._abandoned(item):
            return {'state': state_of(self._folder, item)}
        self._spawn(item)
        return {'state': 'started'}

    def _abandoned(self, item: Item) -> bool:
        """Whether a worker died between making the folder and starting the process: then nothing runs, and
        nothing has.
        """
        end = time.monotonic() + CLAIM_WAIT_SECONDS
        while item.claimed() is None:
            if time.monotonic() > end:
                self._folder.announce(item.spec()['run'], item.kind, item.id)  # type: ignore[index]
                return True
            time.sleep(0.02)
        return False

    def _same_request(self, item: Item, request: dict[str, Any]) -> None:
        spec = item.spec()
        assert spec is not None
        if spec['run'] != request['run']:
            raise BadRequest(
                f'{item.kind} must belong to run "{spec["run"]}", as "{item.id}" does, got "{request["run"]}"'
            )
        if spec['request'] is not None and spec['request'] != request:
            raise BadRequest(f'{item.kind} must be a new id: "{item.id}" was asked for with other values')

    def _spawn(self, item: Item) -> None:
        """A session of its own, no open files of the worker, no terminal; -S -s: only the standard library,
        starts faster.
        """
        with open(item.file('supervisor.log'), 'ab') as log:
            child = subprocess.Popen(
                [sys.executable, '-s', '-S', '-m', 'medusa_worker.supervisor', item.root, item.kind, item.id],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, close_fds=True, start_new_session=True,
                cwd=item.folder, env={**os.environ, 'PYTHONPATH': _PACKAGE_FOLDER, MARK: item.folder},
            )  # fmt: skip
        with self._lock:
            # Those that have ended are reaped here; if the worker ends first, init does it.
            self._children = [known for known in self._children if known.poll() is None] + [child]

    def kill(self, run: str, id: str, kind: str = 'attempt') -> dict[str, Any]:
        """→ `{"stopped": [...], "state": "ended" | "lost" | "never-started"}`."""
        item = self._folder.item(kind, id)
        item.create()
        item.specify(run, None, None)
        self._same_request(item, {**((item.spec() or {}).get('request') or {}), 'run': run})
        if item.claim(None, KILLED_BEFORE_START) or self._is_tombstone(item):
            if item.finish(killed_end(KILLED_BEFORE_START)):
                self._folder.announce(run, kind, id)
            return {'stopped': [], 'state': 'never-started'}
        ran_before = state_of(self._folder, item)
        processes = self._stop_processes(item)
        if ran_before == 'running':
            log = last_lines(read(item.file('job.log')))
            if item.finish({**killed_end('stopped by the console'), 'log': log}):
                self._folder.announce(run, kind, id)
        for name in WORKING_FOLDERS:  # `sort` may have left gigabytes
            shutil.rmtree(item.file(name), ignore_errors=True)
        applications = self._stop_applications(item, bool(processes))
        stopped = [*(f'process {pid}' for pid in processes), *applications]
        return {'stopped': stopped, 'state': state_of(self._folder, item)}

    def _is_tombstone(self, item: Item) -> bool:
        claim = item.claimed()
        return claim is not None and claim['process'] is None and claim['reason'] == KILLED_BEFORE_START

    def _stop_processes(self, item: Item) -> list[int]:
        process = item.process()
        group = process.pid if process is not None and process.is_alive() else None
        try:
            return stop_marked(item.folder, group, PROCESS_GRACE_SECONDS, PROCESS_LIMIT_SECONDS)
        except TimeoutError as error:
            raise TaskError(
                'INTERNAL', f'{item.kind} {item.id}: {error}', 'Look for a hung file system on that host.'
            ) from error

    def _stop_applications(self, item: Item, was_running: bool) -> list[str]:
        """Kills what carries the tag until nothing does. A just submitted application may show up after its
        client went.
        """
        tag = tag_of(item.id)
        began = time.monotonic()
        stopped: dict[str, None] = {}
        while True:
            try:
                alive = [application for application in self._yarn.tagged(tag) if not application.ended]
                for application in alive:
                    if application.id not in stopped:
                        self._yarn.kill(application.id)
                        stopped[application.id] = None
            except YarnError as error:
                raise TaskError(
                    'INTERNAL', f'processes of {item.id} are stopped, its applications may not be: {error}',
                    'Repeat when the ResourceManager answers.',
                ) from error  # fmt: skip
            waited = time.monotonic() - began
            if not alive and (waited >= SUBMISSION_SECONDS or not was_running):
                return list(stopped)
            if waited > APPLICATION_LIMIT_SECONDS:
                names = ', '.join(application.id for application in alive)
                raise TaskError(
                    'INTERNAL', f'{names} did not end within {APPLICATION_LIMIT_SECONDS:.0f} s', 'Repeat the kill.'
                )
            time.sleep(0.1)
