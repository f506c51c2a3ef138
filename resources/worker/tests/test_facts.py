"""Facts are found where they are, None where they are not, and never cost more than five seconds."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fake_cluster import FakeCluster

from medusa_worker import facts as facts_module
from medusa_worker.config import Cluster
from medusa_worker.facts import gather
from medusa_worker.http_pool import HttpPool


def test_gathers_what_the_daemons_say(fake: FakeCluster, cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / 'java').mkdir()
    (tmp_path / 'java' / 'release').write_text('IMPLEMENTOR="x"\nJAVA_VERSION="17.0.15"\n')
    facts = gather(cluster, HttpPool())
    assert {name: facts[name] for name in facts if name not in ('now', 'locale', 'root')} == {
        'hadoop': '3.4.2', 'java': '17.0.15', 'blockSize': 1024, 'capacityBytes': 1000, 'remainingBytes': 900, 'cpus': 4,
        'memoryBytes': 2 * 1024 * 1024, 'checksum': 'CRC32C/512',
    }  # fmt: skip


def test_says_none_for_what_does_not_answer(fake: FakeCluster, cluster: Cluster) -> None:
    fake.faults['YARN'] = []
    fake.fault('GETSTATUS', '/', *['denied'] * 5)
    facts = gather(cluster, HttpPool())
    assert [facts[name] for name in ('hadoop', 'java', 'capacityBytes', 'blockSize')] == [None, None, None, 1024]
    assert facts['cpus'] and facts['memoryBytes']


def test_a_hung_daemon_costs_only_its_own_answer(
    fake: FakeCluster, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts_module, 'LIMIT_SECONDS', 0.3)
    fake.fault('GETSERVERDEFAULTS', '/', *['hang'] * 5)
    began = time.monotonic()
    facts = gather(cluster, HttpPool())
    assert (facts['blockSize'], facts['hadoop'], facts['capacityBytes']) == (None, '3.4.2', 1000)
    assert time.monotonic() - began < 3
