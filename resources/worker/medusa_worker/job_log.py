"""What `hadoop jar` prints, read: applications, percentages, counters, and the probable cause of a failure.
The texts it looks for are those of org.apache.hadoop.mapreduce.Job and YarnClientImpl (Hadoop 2.7 … 3.4):

    INFO impl.YarnClientImpl: Submitted application application_1700000000000_0001
    INFO mapreduce.Job:  map 40% reduce 0%
    INFO mapreduce.Job: Counters: 54
"""

from __future__ import annotations

import re
from typing import Optional

from .files import tail

_SUBMITTED = re.compile(r'Submitted application (application_\d+_\d+)')
_PERCENT = re.compile(r'\bmap (\d{1,3})% reduce (\d{1,3})%')
_COUNTERS = re.compile(r'\bCounters: \d+\s*$')
_COUNTER = re.compile(r'^\t\t([^\t=][^=]*)=(-?\d+)\s*$')
_GROUP = re.compile(r'^\t\S')
_CAUSED = re.compile(r'Caused by: (.+)')
_EXCEPTION = re.compile(r'((?:[a-z_][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error)\b.*)')
# All that the client prints when a streaming task ends with an exit code of its own.
_STATE = re.compile(r'failed with state \w+ due to: (.+)')
_PLAIN = re.compile(r'(?:^|\s)((?:ERROR|FATAL|Error|Usage|usage)\b[: ].+)')
_READ_BYTES = 8 * 1024 * 1024
LOG_LINES = 40
LINE_CHARACTERS = 1000


def read(path: str) -> str:
    """The log, or its last 8 MiB."""
    return tail(path, _READ_BYTES)


class ProgressReader:
    """Follows a log that grows: applications in the order of submission, percentages of the last one."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._offset = 0
        self._rest = b''
        self.applications: list[str] = []
        self.percent: Optional[tuple[int, int]] = None  # None until the last application has printed its first

    def look(self) -> None:
        """Reads what came since the last look; a line without its end waits for the next."""
        try:
            with open(self._path, 'rb') as file:
                file.seek(self._offset)
                data = file.read(_READ_BYTES)
        except FileNotFoundError:
            return  # hadoop has not begun yet
        self._offset += len(data)
        *lines, self._rest = (self._rest + data).split(b'\n')
        for line in lines:
            self._line(line.decode('utf-8', errors='replace'))

    def _line(self, line: str) -> None:
        submitted = _SUBMITTED.search(line)
        if submitted:
            if submitted.group(1) not in self.applications:
                self.applications.append(submitted.group(1))
                self.percent = None  # those before belong to another application
            return
        shown = _PERCENT.search(line)
        if shown:
            self.percent = (min(100, int(shown.group(1))), min(100, int(shown.group(2))))


def counters(text: str) -> dict[str, int]:
    """Sums over all jobs the program ran; names as printed ("HDFS: Number of bytes read"); groups are left out."""
    found: dict[str, int] = {}
    inside = False
    for line in text.splitlines():
        if _COUNTERS.search(line):
            inside = True
        elif inside:
            counter = _COUNTER.match(line)
            if counter:
                name = counter.group(1).strip()
                found[name] = found.get(name, 0) + int(counter.group(2))
            elif not _GROUP.match(line):
                inside = False
    return found


def last_lines(text: str) -> list[str]:
    return [line[:LINE_CHARACTERS] for line in text.splitlines()[-LOG_LINES:]]


def cause(text: str) -> Optional[str]:
    """The line that probably explains a failure: the last "Caused by", else the last exception, else why the
    job was given up, else the last error.
    """
    lines = text.splitlines()
    for pattern in (_CAUSED, _EXCEPTION, _STATE, _PLAIN):
        for line in reversed(lines):
            match = pattern.search(line)
            if match:
                return match.group(1).strip()[:LINE_CHARACTERS]
    return next((line.strip()[:LINE_CHARACTERS] for line in reversed(lines) if line.strip()), None)


def failure_code(text: str) -> str:
    """JOB_FAILED, or the more special code the log gives away."""
    if 'No space left on device' in text:
        return 'DISK_FULL'
    if 'FileAlreadyExistsException' in text and 'already exists' in text:
        return 'OUTPUT_EXISTS'
    return 'JOB_FAILED'
