"""`hadoop jar`, run to its end: jar fetched and checked, configuration overlaid, no shell, output to job.log.

Invariants: what runs is the file whose SHA-256 was checked (a private copy in the attempt's own folder);
arguments go to execve as they came. The process stays in the attempt's process group and carries its mark, so
`kill` finds it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from typing import Any

from .config import Cluster
from .errors import AttemptFailure
from .hdfs import Hdfs
from .overlay import lay
from .processes import MARK

_DROPPED = ('PYTHONPATH', 'PYTHONSTARTUP', 'PYTHONHOME', 'MEDUSA_WORKER_CONFIG')


def fetch_jar(hdfs: Hdfs, source: str, sha256: str, target: str) -> None:
    """HDFS → file. JAR_DIFFERS when it is not the one the console uploaded, or is not there."""

    def once() -> str:
        digest = hashlib.sha256()
        with open(target, 'wb') as file:

            def sink(data: memoryview) -> None:
                digest.update(data)
                file.write(data)

            hdfs.read(source, memoryview(bytearray(256 * 1024)), sink, None)
        return digest.hexdigest()

    found = hdfs.retrying(once)
    if found != sha256:
        raise AttemptFailure('JAR_DIFFERS', f'{source} has SHA-256 {found}, the console uploaded {sha256}')


def environment(cluster: Cluster, configuration: str, folder: str) -> dict[str, str]:
    """The worker's own, without what is meant for Python, with what Hadoop reads."""
    inherited = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return {
        **inherited,
        'HADOOP_CONF_DIR': configuration,
        'YARN_CONF_DIR': configuration,
        'HADOOP_HOME': cluster.hadoopHome,
        'JAVA_HOME': cluster.javaHome,
        # Without Kerberos HDFS believes this name, as it believes user.name in a URL: files get one owner.
        'HADOOP_USER_NAME': inherited.get('HADOOP_USER_NAME', cluster.user),
        MARK: folder,
    }


def command(cluster: Cluster, jar: str, request: dict[str, Any]) -> list[str]:
    main = [] if request['main'] is None else [request['main']]
    return [os.path.join(cluster.hadoopHome, 'bin', 'hadoop'), 'jar', jar, *main, *request['args']]


def run(cluster: Cluster, folder: str, jar: str, request: dict[str, Any]) -> int:
    """Runs the job to its end; returns the exit code (negative: the signal that ended it)."""
    overlay = os.path.join(folder, 'conf')
    lay(cluster.hadoopConf, overlay, request['attempt'], request['configuration'])
    with open(os.path.join(folder, 'job.log'), 'ab') as log:
        process = subprocess.Popen(
            command(cluster, jar, request),
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, close_fds=True, cwd=folder,
            env=environment(cluster, overlay, folder),
        )  # fmt: skip
        return process.wait()
