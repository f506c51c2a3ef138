"""What tests share: a fake cluster, a state folder, requests with sensible values, and waiting without sleeping long."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from fake_cluster import FakeCluster  # noqa: E402

from medusa_worker import attempts as attempts_module  # noqa: E402
from medusa_worker.attempts import Attempts  # noqa: E402
from medusa_worker.config import Cluster, Config  # noqa: E402
from medusa_worker.http_pool import HttpPool  # noqa: E402
from medusa_worker.items import describe  # noqa: E402
from medusa_worker.operations import Operations  # noqa: E402
from medusa_worker.processes import stop_marked  # noqa: E402
from medusa_worker.statefolder import KINDS, StateFolder  # noqa: E402
from medusa_worker.tasks import Tasks  # noqa: E402

KEY = bytes(range(32))
WORK = '/user/test/medusa'


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """In memory where there is /dev/shm: everything durable is fsynced, on a busy disk that is most of the time."""
    parent = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix='medusa-worker-', dir=parent) as folder:
        yield Path(folder)


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeCluster]:
    cluster = FakeCluster(tmp_path)
    yield cluster
    cluster.close()


@pytest.fixture
def cluster(fake: FakeCluster, tmp_path: Path) -> Cluster:
    return Cluster(
        user='test', workFolder=WORK, webhdfs=f'{fake.url}/webhdfs/v1', httpfs=None, digestThrough='webhdfs', yarn=fake.url,
        hadoopHome=str(tmp_path / 'hadoop'), hadoopConf=str(tmp_path / 'conf'), javaHome=str(tmp_path / 'java'),
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[StateFolder]:
    state = StateFolder(str(tmp_path / 'state'))
    state.prepare()
    yield state
    for kind, kinds in KINDS.items():
        for name in os.listdir(tmp_path / 'state' / kinds):
            stop_marked(state.item(kind, name).folder, None, 0.0, 5.0)


@pytest.fixture
def attempts(folder: StateFolder, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Attempts:
    monkeypatch.setattr(attempts_module, 'PROCESS_GRACE_SECONDS', 0.3)
    monkeypatch.setattr(attempts_module, 'SUBMISSION_SECONDS', 0.5)
    return Attempts(folder, cluster, HttpPool())


@pytest.fixture
def operations(folder: StateFolder, cluster: Cluster) -> Operations:
    return Operations(folder, cluster, HttpPool())


@pytest.fixture
def tasks(folder: StateFolder, cluster: Cluster) -> Tasks:
    return Tasks(Config('porto', 'amqp://x', 'medusa.porto', KEY, folder.root, 8, cluster), threading.Event())


def until(condition: Callable[[], Any], seconds: float = 10.0) -> Any:
    """The first true value of `condition`."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError('waited too long')
        time.sleep(0.01)


def ended(folder: StateFolder, kind: str, id: str) -> dict[str, Any]:
    """The description of an item once it does not run any more."""

    def look() -> Any:
        found = describe(folder, folder.item(kind, id))
        return found if found['state'] != 'running' else None

    return dict(until(look))
