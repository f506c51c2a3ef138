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


def a_program(fake: FakeCluster, how: str = 'count', output: str = '/out', **changes: Any) -> dict[str, Any]:
    """A jar that is in HDFS."""
    jar = f'{WORK}/runs/r-1/files/x.jar'
    fake.write(jar, JAR_TEXT)
    return {
        'type': 'jar', 'jar': {'path': jar, 'sha256': sha256(JAR_TEXT)}, 'main': how,
        'args': ['/input', '; touch /tmp/$(id)', output], 'files': [], 'archives': [], 'environment': {}, **changes,
    }  # fmt: skip


def an_attempt(fake: FakeCluster, how: str = 'count', attempt: str = 'a-1', **changes: Any) -> dict[str, Any]:
    """An attempt over /input/data; the jar and the input are put into HDFS."""
    output = f'{WORK}/runs/r-1/count/{attempt}'
    if not fake.path('/input').exists():
        fake.write('/input/data', 'some data')
    return {
        'run': 'r-1', 'unit': 'count', 'attempt': attempt, 'program': a_program(fake, how, output),
        'inputs': [{'path': '/input', 'manifest': manifest_of(data='some data')}],
        'output': output, 'compare': 'bytes', 'configuration': {'mapreduce.job.reduces': '4'}, **changes,
    }  # fmt: skip


def a_cut(fake: FakeCluster, chunks: dict[str, int], attempt: str = 'a-1', **files: str) -> dict[str, Any]:
    """A cut of files that are put into /input."""
    for name, text in files.items():
        fake.write(f'/input/{name}', text)
    return an_attempt(
        fake, attempt=attempt, program={'type': 'cut', 'chunks': chunks}, configuration={},
        inputs=[{'path': '/input', 'manifest': manifest_of(**files)}],
    )  # fmt: skip


def a_copy(fake: FakeCluster, manifest: str, mode: str = 'stream', **changes: Any) -> dict[str, Any]:
    """A copy of /data/books of the same fake cluster."""
    source = {'url': f'{fake.url}/webhdfs/v1', 'user': 'reader', 'path': '/data/books', 'namenode': 'hdfs://peer:9000'}
    return {
        'run': 'r-1', 'copy': 'c-1', 'mode': mode, 'source': source, 'target': f'{WORK}/runs/r-1/copies/c-1',
        'manifest': manifest, 'bytes': None, 'lines': None, **changes,
    }  # fmt: skip
