"""Tasks that look at HDFS or change it at once: stat, publish, remove.

Invariants: nothing is removed outside the run's own folder; a rename never nests into an existing folder; every
task is over in 25 s, whatever HDFS does; carrying one out twice does no harm.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Any, Sequence

from .config import Cluster
from .digest import list_tree
from .errors import AttemptFailure, TaskError
from .hdfs import Hdfs, HdfsError
from .http_pool import Deadline, HttpPool
from .requests import inside
from .statefolder import Item, StateFolder

LIMIT_SECONDS = 25.0
STAT_THREADS = 8


class Operations:
    def __init__(self, folder: StateFolder, cluster: Cluster, pool: HttpPool) -> None:
        self._folder, self._cluster, self._pool = folder, cluster, pool

    def _hdfs(self) -> Hdfs:
        return Hdfs(self._pool, self._cluster.write_url, self._cluster.user, Deadline(LIMIT_SECONDS))

    def _run_folder(self, run: str) -> str:
        return f'{self._cluster.workFolder}/runs/{run}'

    def stat(self, paths: Sequence[str]) -> list[dict[str, Any]]:
        hdfs = self._hdfs()
        waiting = deque(range(len(paths)))
        results: dict[int, dict[str, Any]] = {}
        errors: list[BaseException] = []

        def work() -> None:
            while waiting and not errors:
                try:
                    index = waiting.popleft()
                except IndexError:
                    return
                try:
                    results[index] = self._stat(hdfs, paths[index])
                except Exception as error:  # carried to the caller's thread, raised there
                    errors.append(error)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(min(STAT_THREADS, len(paths)) - 1)]
        for thread in threads:
            thread.start()
        work()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]
        return [results[index] for index in range(len(paths))]

    @staticmethod
    def _stat(hdfs: Hdfs, path: str) -> dict[str, Any]:
        found = hdfs.status(path)
        if found is None:
            return {'path': path, 'type': 'missing', 'length': 0, 'files': 0}
        if found.type == 'DIRECTORY':
            length, files = hdfs.summary(path)
            return {'path': path, 'type': 'directory', 'length': length, 'files': files}
        return {'path': path, 'type': 'file', 'length': found.length, 'files': 1}

    def refuse_outside(self, run: str, name: str, path: str) -> None:
        """FORBIDDEN_PATH unless `path` lies below the run's folder."""
        if not inside(path, self._run_folder(run)):
            raise TaskError('FORBIDDEN_PATH', f'{name} must lie below {self._run_folder(run)}, got {path}')

    def publish(self, run: str, id: str, source: str, target: str, kind: str = 'attempt') -> dict[str, bool]:
        """`kind` and `id` name what wrote `source`: an attempt or a copy."""
        item = self._folder.item(kind, id)
        work = self._cluster.workFolder
        self.refuse_outside(run, 'from', source)
        if target == '/' or target == work or inside(target, work):
            raise TaskError('FORBIDDEN_PATH', f'to must not be "/" and not lie in {work}, got {target}')
        hdfs = self._hdfs()
        if hdfs.status(target) is not None:
            return self._published_before(hdfs, item, source, target)
        if hdfs.status(source) is None:
            raise TaskError('NOT_FOUND', f'{source} is not there, and neither is {target}')
        parent = target.rpartition('/')[0]
        if parent:
            hdfs.make_folders(parent)
        try:
            hdfs.rename(source, target)
        except HdfsError as error:
            # Somebody else's rename, or this one, whose answer got lost: what is there decides.
            if error.exists or error.missing or error.maybe_done:
                if hdfs.status(target) is not None:
                    return self._published_before(hdfs, item, source, target)
            raise
        self._undo_nesting(hdfs, source, target)
        return {'renamed': True}

    def _published_before(self, hdfs: Hdfs, item: Item, source: str, target: str) -> dict[str, bool]:
        """`{"renamed": False}` when the target is what this attempt or copy wrote; OUTPUT_EXISTS otherwise."""
        exists = TaskError('OUTPUT_EXISTS', f'{target} is there already')
        if hdfs.status(source) is not None:
            raise exists
        end = item.end()
        wanted = [(file['path'], file['length']) for file in end['end']['files']] if end is not None else []
        found = list_tree(hdfs, target)
        if not wanted or found is None or [(file.name, file.length) for file in found] != wanted:
            raise exists
        return {'renamed': False}

    def _undo_nesting(self, hdfs: Hdfs, source: str, target: str) -> None:
        """Through HttpFS a target that appeared at the last moment is nested into: put the source back."""
        if self._cluster.webhdfs is not None:
            return  # the NameNode's rename2 refuses instead
        nested = f'{target}/{source.rpartition("/")[2]}'
        if hdfs.status(nested) is not None and hdfs.status(source) is None:
            hdfs.rename(nested, source)
            raise TaskError('OUTPUT_EXISTS', f'{target} appeared while it was being published')

    def remove(self, run: str, path: str) -> dict[str, bool]:
        own = self._run_folder(run)
        if path != own and not inside(path, own):
            raise TaskError('FORBIDDEN_PATH', f'path must be {own} or lie below it, got {path}')
        return {'removed': self._hdfs().remove(path)}


def as_task_error(error: Exception) -> TaskError:
    """What HDFS or a listing said, as an answer."""
    if isinstance(error, AttemptFailure):
        return TaskError(error.code if error.code == 'TOO_MANY_FILES' else 'HDFS_ERROR', error.cause)
    if isinstance(error, HdfsError) and error.missing:
        return TaskError('NOT_FOUND', str(error))
    if isinstance(error, HdfsError) and error.exists:
        return TaskError('OUTPUT_EXISTS', str(error))
    return TaskError('HDFS_ERROR', str(error))
