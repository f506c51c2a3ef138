"""What YARN knows about one attempt, looked at every half second while its job runs.

Three sources, because each is silent at times: the ResourceManager (by tag), the application master
(percentages), and what `hadoop jar` printed. A source that does not answer is skipped: progress is shown,
nothing depends on it.
"""

from __future__ import annotations

from typing import Optional

from . import job_log
from .overlay import tag_of
from .recorder import Recorder
from .yarn import Application, Yarn, YarnError


class YarnWatch:
    def __init__(self, yarn: Yarn, attempt: str, log_path: str, recorder: Recorder) -> None:
        self._yarn, self._tag, self._recorder = yarn, tag_of(attempt), recorder
        self._printed = job_log.ProgressReader(log_path)

    def look(self) -> None:
        """One round: the newest application, its percentages, and all of it into the recorder."""
        newest = self._newest_from_yarn()
        self._printed.look()
        current = self._printed.applications[-1] if self._printed.applications else None
        if newest is not None and newest.id not in self._printed.applications:
            current = newest.id  # submitted, the client has not printed it yet
        if current is not None:
            self._recorder.application(current)
            percent = self._percent(current, newest if newest is not None and newest.id == current else None)
            if percent is not None:
                self._recorder.percent(*percent)
        self._recorder.flush()

    def look_at_log(self) -> None:
        """The last look, without the network: what a short job printed between two rounds."""
        self._printed.look()
        if self._printed.applications:
            self._recorder.application(self._printed.applications[-1])
            if self._printed.percent is not None:
                self._recorder.percent(*self._printed.percent)

    def _newest_from_yarn(self) -> Optional[Application]:
        try:
            found = self._yarn.tagged(self._tag)
        except YarnError:
            return None
        return found[-1] if found else None

    def _percent(self, current: str, seen: Optional[Application]) -> Optional[tuple[int, int]]:
        from_master = self._yarn.job_progress(current) if seen is not None and seen.state == 'RUNNING' else None
        if from_master is not None:
            return from_master
        if current in self._printed.applications and self._printed.percent is not None:
            return self._printed.percent
        # Neither a MapReduce master nor a MapReduce client: the one figure YARN has for any application.
        if seen is not None and 0 < seen.progress < 100:
            return (int(seen.progress), int(seen.progress))
        return None

    def costs(self) -> dict[str, int]:
        """memorySeconds (MiB × s) and vcoreSeconds of all applications of the attempt; {} when YARN does not tell."""
        try:
            found = self._yarn.tagged(self._tag)
        except YarnError:
            return {}
        if not found:
            return {}
        return {
            'memorySeconds': sum(application.memory_seconds for application in found),
            'vcoreSeconds': sum(application.vcore_seconds for application in found),
        }
