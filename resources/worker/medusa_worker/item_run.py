"""What the run of any item has at hand: the request, views of HDFS, the recorder, and the end that is filled step
by step, so that a failure says all that was known.
"""

from __future__ import annotations

from typing import Any, Optional

from .config import Cluster
from .digest import TreeDigest, digest_trees
from .hdfs import Hdfs
from .http_pool import HttpPool
from .recorder import Recorder
from .statefolder import FIRST_PHASES, Item, StateFolder
from .yarn import Yarn
from .yarn_watch import YarnWatch

# A read may wait long for a slow disk; only silence of half a minute is an error.
SILENCE_SECONDS = 30.0
WORKING_FOLDERS = ('jar', 'conf', 'ship', 'sort')
"""Below an item's folder; of no use once it has ended."""


def blank_end(outcome: str) -> dict[str, Any]:
    return {
        'outcome': outcome, 'files': [], 'manifest': None, 'inputs': [], 'lines': None, 'blocks': None,
        'jobFinishedAt': None, 'counters': {}, 'exitCode': None, 'code': None, 'cause': None, 'log': [],
    }  # fmt: skip


class ItemRun:
    def __init__(self, folder: StateFolder, item: Item, spec: dict[str, Any]) -> None:
        self.item = item
        self.request: dict[str, Any] = spec['request']
        self.cluster = Cluster(**spec['cluster'])
        self.pool = HttpPool()
        self.hdfs = Hdfs(self.pool, self.cluster.read_url, self.cluster.user, timeout=SILENCE_SECONDS)
        """To read from."""
        self.writable = Hdfs(self.pool, self.cluster.write_url, self.cluster.user, timeout=SILENCE_SECONDS)
        self.yarn = Yarn(self.pool, self.cluster.yarn, self.cluster.user)
        self.recorder = Recorder(folder, item, spec['run'], FIRST_PHASES[item.kind])
        self.watch: Optional[YarnWatch] = None
        self.end = blank_end('succeeded')

    def tree(self, path: str) -> Optional[TreeDigest]:
        return digest_trees(self.hdfs, [path], self.recorder.add_bytes)[0]

    def keep(self, tree: TreeDigest) -> None:
        """Puts files and manifest into the end."""
        self.end['files'] = tree.to_json()
        self.end['manifest'] = tree.manifest
