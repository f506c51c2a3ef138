"""What can be found out about a cluster in a few seconds, without a JVM. What could not is None, never a guess.

All questions are asked at once, each with its own time limit: a hung daemon costs its own answer, nothing else.
`cpus` and `memoryBytes` are what YARN may give to jobs; while YARN does not answer, those of the host.
"""

from __future__ import annotations

import os
import re
import threading
from typing import Any, Callable, Optional
from urllib.parse import urlsplit

from .config import Cluster
from .hdfs import Hdfs, HdfsError
from .http_pool import Deadline, HttpError, HttpPool
from .statefolder import now_millis
from .yarn import Yarn, YarnError

LIMIT_SECONDS = 3.5
_CHECKSUM_TYPES = {0: 'NULL', 1: 'CRC32', 2: 'CRC32C', 3: 'DEFAULT', 4: 'MIXED'}  # org.apache.hadoop.util.DataChecksum


def gather(cluster: Cluster, pool: HttpPool) -> dict[str, Any]:
    """The value of `medusa.facts`."""
    deadline = Deadline(LIMIT_SECONDS)
    hdfs = Hdfs(pool, cluster.write_url, cluster.user, deadline, timeout=LIMIT_SECONDS)
    yarn = Yarn(pool, cluster.yarn, cluster.user)
    found = _at_once(
        {
            'info': yarn.cluster_info,
            'metrics': yarn.cluster_metrics,
            'defaults': hdfs.server_defaults,
            'space': lambda: _space(hdfs, pool, cluster, deadline),
        }
    )
    info, metrics, defaults, space = (found.get(name) or {} for name in ('info', 'metrics', 'defaults', 'space'))
    return {
        'hadoop': info.get('hadoopVersion'),
        'java': java_version(cluster.javaHome),
        'blockSize': defaults.get('blockSize'),
        'capacityBytes': space.get('capacity'),
        'remainingBytes': space.get('remaining'),
        'cpus': metrics.get('totalVirtualCores') or os.cpu_count(),
        'memoryBytes': metrics['totalMB'] * 1024 * 1024 if metrics.get('totalMB') else host_memory(),
        'locale': os.environ.get('LC_ALL') or os.environ.get('LC_COLLATE') or os.environ.get('LANG') or 'C',
        'now': now_millis(),
        'root': os.geteuid() == 0,
        'checksum': _checksum(defaults),
    }


def _at_once(questions: dict[str, Callable[[], dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = {}

    def ask(name: str) -> None:
        try:
            answers[name] = questions[name]()
        except (HdfsError, YarnError, KeyError, TypeError, ValueError):
            return  # not known: None is what the contract says about it

    threads = [threading.Thread(target=ask, args=(name,), daemon=True) for name in questions]
    for thread in threads:
        thread.start()
    deadline = Deadline(LIMIT_SECONDS + 0.5)
    for thread in threads:
        try:
            thread.join(deadline.limit(LIMIT_SECONDS))
        except TimeoutError:
            break
    return dict(answers)


def _space(hdfs: Hdfs, pool: HttpPool, cluster: Cluster, deadline: Deadline) -> dict[str, Any]:
    """GETSTATUS where there is (Hadoop ≥ 3.3.5), else the NameNode's own figures."""
    try:
        return hdfs.space()
    except HdfsError:
        if cluster.webhdfs is None:
            raise
    parts = urlsplit(cluster.webhdfs)
    url = f'{parts.scheme}://{parts.netloc}/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState'
    try:
        with pool.request('GET', url, deadline.limit(LIMIT_SECONDS)) as reply:
            bean = reply.json()['beans'][0]
    except (HttpError, TimeoutError, IndexError) as error:
        raise ValueError(f'no figures about space: {error}') from error
    return {'capacity': bean['CapacityTotal'], 'remaining': bean['CapacityRemaining']}


def _checksum(defaults: dict[str, Any]) -> Optional[str]:
    """For example CRC32C/512: type and bytes per checksum. Two clusters that differ cannot be compared by HDFS
    checksums.
    """
    kind = _CHECKSUM_TYPES.get(defaults.get('checksumType', -1), None)
    return None if kind is None else f'{kind}/{defaults.get("bytesPerChecksum")}'


def java_version(java_home: str) -> Optional[str]:
    """From the `release` file each JDK ≥ 8 has: JAVA_VERSION="17.0.15"."""
    try:
        with open(os.path.join(java_home, 'release'), encoding='utf-8', errors='replace') as file:
            match = re.search(r'^JAVA_VERSION="([^"]+)"', file.read(), re.MULTILINE)
    except OSError:
        return None
    return match.group(1) if match else None


def host_memory() -> Optional[int]:
    try:
        return os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE')
    except (ValueError, OSError):
        return None
