"""Requests as the console makes them, with sensible values where a test does not care."""

from __future__ import annotations

import hashlib
from typing import Any

from fake_cluster import FakeCluster

from medusa_worker.manifest import FileEntry, manifest_digest

WORK = '/user/test/medusa'
JAR_TEXT = 'a jar'


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def manifest_of(**files: str) -> str:
    return manifest_digest([FileEntry(name, len(text.encode()), sha256(text)) for name, text in files.items()])


def an_attempt(fake: FakeCluster, how: str = 'count', attempt: str = 'a-1', **changes: Any) -> dict[str, Any]:
    """An attempt over /input/data; the jar and the input are put into HDFS."""
    jar = f'{WORK}/runs/r-1/files/x.jar'
    output = f'{WORK}/runs/r-1/count/{attempt}'
    fake.write(jar, JAR_TEXT)
    if not fake.path('/input').exists():
        fake.write('/input/data', 'some data')
    return {
        'run': 'r-1', 'unit': 'count', 'attempt': attempt, 'jar': {'path': jar, 'sha256': sha256(JAR_TEXT)}, 'main': how,
        'args': ['/input', '; touch /tmp/$(id)', output], 'inputs': [{'path': '/input', 'manifest': manifest_of(data='some data')}],
        'output': output, 'configuration': {'mapreduce.job.reduces': '4'}, **changes,
    }  # fmt: skip
