"""The `hadoop` program, run to its end: configuration overlaid, no shell, output to job.log, watched at YARN.

Invariants: arguments go to execve as they came. The process stays in the item's process group and carries its
mark, so `kill` finds it; its applications carry the item's tag.
"""

from __future__ import annotations

import os
import subprocess
from typing import Mapping, Sequence

from . import job_log
from .config import Cluster
from .item_run import ItemRun
from .overlay import lay
from .processes import MARK
from .recorder import Ticker
from .statefolder import now_millis
from .yarn_watch import YarnWatch

_DROPPED = ('PYTHONPATH', 'PYTHONSTARTUP', 'PYTHONHOME', 'MEDUSA_WORKER_CONFIG')


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


def run_hadoop(run: ItemRun, arguments: Sequence[str], configuration: Mapping[str, str]) -> str:
    """Returns the log. The end has exit code (negative: the signal that ended it), counters and the last lines."""
    folder, log_path, overlay = run.item.folder, run.item.file('job.log'), run.item.file('conf')
    run.watch = YarnWatch(run.yarn, run.item.id, log_path, run.recorder)
    lay(run.cluster.hadoopConf, overlay, run.item.id, configuration)
    with Ticker(run.watch.look), open(log_path, 'ab') as file:
        process = subprocess.Popen(
            [os.path.join(run.cluster.hadoopHome, 'bin', 'hadoop'), *arguments],
            stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, close_fds=True, cwd=folder,
            env=environment(run.cluster, overlay, folder),
        )  # fmt: skip
        run.end['exitCode'] = process.wait()
        run.end['jobFinishedAt'] = now_millis()
    run.watch.look_at_log()
    log = job_log.read(log_path)
    run.end['log'] = job_log.last_lines(log)
    run.end['counters'] = job_log.counters(log)
    return log
