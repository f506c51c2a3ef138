"""YARN over its REST API: applications by tag, progress of a MapReduce job, kill.

No JVM. Progress comes from the application master through the ResourceManager's proxy while it lives, otherwise
from the ResourceManager. Every call has a short time limit: it is only ever asked again half a second later.
See https://hadoop.apache.org/docs/stable/hadoop-yarn/hadoop-yarn-site/ResourceManagerRest.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Optional
from urllib.parse import urlencode

from .http_pool import HttpError, HttpPool

ENDED_STATES = frozenset({'FINISHED', 'FAILED', 'KILLED'})


class YarnError(Exception):
    """The ResourceManager did not answer, or refused."""


@dataclass(frozen=True)
class Application:
    id: str
    state: str
    progress: float  # per cent
    started: int
    memory_seconds: int
    vcore_seconds: int
    diagnostics: str

    @property
    def ended(self) -> bool:
        return self.state in ENDED_STATES

    @staticmethod
    def parse(value: dict[str, Any]) -> 'Application':
        return Application(
            str(value['id']), str(value['state']), float(value.get('progress') or 0), int(value.get('startedTime') or 0),
            int(value.get('memorySeconds') or 0), int(value.get('vcoreSeconds') or 0), str(value.get('diagnostics') or ''),
        )  # fmt: skip


class Yarn:
    def __init__(self, pool: HttpPool, base: str, user: str, timeout: float = 2.0) -> None:
        self._pool, self._base, self._user, self._timeout = pool, base, user, timeout

    def tagged(self, tag: str) -> list[Application]:
        """All applications with the tag, oldest first. YARN keeps tags in lower case."""
        found = self._get('/ws/v1/cluster/apps', applicationTags=tag.lower())
        # Without any application the answer is {"apps": null} (or {"apps": {}} since 3.3).
        apps = ((found.get('apps') or {}).get('app')) or []
        return sorted((Application.parse(app) for app in apps), key=lambda app: (app.started, app.id))

    def application(self, id: str) -> Application:
        return Application.parse(self._get(f'/ws/v1/cluster/apps/{id}')['app'])

    def job_progress(self, id: str) -> Optional[tuple[int, int]]:
        """Map and reduce per cent from the application master; None when it does not answer (not yet, or no more)."""
        try:
            found = self._get(f'/proxy/{id}/ws/v1/mapreduce/jobs')
            jobs = ((found.get('jobs') or {}).get('job')) or []
            return (int(jobs[0]['mapProgress']), int(jobs[0]['reduceProgress'])) if jobs else None
        except (YarnError, KeyError, TypeError, ValueError):
            return None  # the proxy answers with a page or a redirect when there is no master: expected, not an error

    def cluster_info(self) -> dict[str, Any]:
        return dict(self._get('/ws/v1/cluster/info')['clusterInfo'])

    def cluster_metrics(self) -> dict[str, Any]:
        return dict(self._get('/ws/v1/cluster/metrics')['clusterMetrics'])

    def kill(self, id: str) -> None:
        """Asks for the end of an application; it takes a moment until it is gone."""
        url = self._url(f'/ws/v1/cluster/apps/{id}/state')
        try:
            with self._pool.request('PUT', url, self._timeout, json.dumps({'state': 'KILLED'}).encode()) as reply:
                body = reply.body()
                if reply.status not in (200, 202):
                    raise YarnError(f'YARN does not stop {id}: status {reply.status}, {body[:300]!r}')
        except HttpError as error:
            raise YarnError(str(error)) from error

    def _url(self, path: str, **query: str) -> str:
        return f'{self._base}{path}?{urlencode({"user.name": self._user, **query})}'

    def _get(self, path: str, **query: str) -> dict[str, Any]:
        try:
            with self._pool.request('GET', self._url(path, **query), self._timeout) as reply:
                if reply.status != 200:
                    reply.body()
                    raise YarnError(f'YARN answers {path} with status {reply.status}')
                value = reply.json()
        except HttpError as error:
            raise YarnError(str(error)) from error
        if not isinstance(value, dict):
            raise YarnError(f'YARN answers {path} without an object')
        return value
