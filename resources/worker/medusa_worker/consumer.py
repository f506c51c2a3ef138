"""Two classes Celery is told to use instead of its own: for threads, and for a broker that goes away.

`MedusaConsumer`: acknowledgements from pool threads are collected for the event loop, which owns the
connection. Celery 5.2 puts them into a set of the hub from whatever thread, and the hub looks at it when its
next poll ends, up to a second later; until then RabbitMQ sends nothing beyond the prefetch count (500 `hello`
at once: 18 a second; with this, 1000). Waking the loop costs the task 0.2 ms, so it is only done when the
prefetch window is filling up. Reconnecting is tried about once a second for ever (Celery's own back-off reaches
30 s). `PatientBackend`: a reply that cannot be published because the broker is away is kept and tried for ten
minutes.
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from typing import Any

from celery.backends.rpc import RPCBackend
from celery.worker import state
from celery.worker.consumer import Consumer
from vine import promise

logger = logging.getLogger('medusa')


WAKE_AT = 3
WARN_EVERY_SECONDS = 60.0


class MedusaConsumer(Consumer):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._calls: deque[Any] = deque()
        self._wake_read, self._wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def call_soon(self, callback: Any, *args: Any, **kwargs: Any) -> Any:
        """From any thread: runs in the thread of the event loop, at its next turn."""
        if not self.hub:
            return super().call_soon(callback, *args, **kwargs)
        call = promise(callback, args, kwargs)
        self._calls.append(call)
        if len(self._calls) >= WAKE_AT:
            try:
                os.write(self._wake_write, b'.')
            except BlockingIOError:
                pass  # 64 KiB of wake-ups are waiting: it will wake
        return call

    def register_with_event_loop(self, hub: Any) -> None:
        super().register_with_event_loop(hub)
        hub.add_reader(self._wake_read, self._woken)
        hub.on_tick.add(self._run_calls)

    def _woken(self) -> None:
        try:
            os.read(self._wake_read, 65536)
        except BlockingIOError:
            pass  # another turn has emptied it
        self._run_calls()

    def _run_calls(self) -> None:
        while self._calls:
            self._calls.popleft()()

    def on_close(self) -> None:
        self._calls.clear()  # they belong to the connection that is gone: RabbitMQ delivers those messages again
        super().on_close()

    def ensure_connected(self, conn: Any) -> Any:
        last_warning = 0.0

        def failed(error: BaseException, interval: float) -> None:
            nonlocal last_warning
            if time.monotonic() - last_warning > WARN_EVERY_SECONDS:
                last_warning = time.monotonic()
                # as_uri() leaves the password out.
                logger.warning('no broker at %s: %s; trying again about once a second', conn.as_uri(), error)

        self.first_connection_attempt = False  # Celery ≥ 5.3 asks
        return conn.ensure_connection(
            failed, max_retries=None, interval_start=0.2, interval_step=0.2, interval_max=1.0,
            callback=state.maybe_shutdown,
        )  # fmt: skip


class PatientBackend(RPCBackend):  # type: ignore[misc]
    retry_policy = {'max_retries': 600, 'interval_start': 0, 'interval_step': 0.2, 'interval_max': 1}
