"""The Celery application of one cluster, and running it in the foreground.

JSON only, early acknowledgement (the console supervises; a task is over in 30 s), one queue, no remote control,
no gossip, no events but heartbeats: so the broker's user needs few rights (README.md names them).
"""

from __future__ import annotations

import logging
import threading
from typing import Any, Callable

from celery import Celery, signals
from kombu import Exchange, Queue

from .config import Config
from .tasks import Tasks, register


def settings(config: Config) -> dict[str, Any]:
    """https://docs.celeryq.dev/en/stable/userguide/configuration.html; names newer than Celery 5.2 are ignored
    by it.
    """
    queue = Queue(
        config.queue, Exchange(config.queue, type='direct', durable=True), routing_key=config.queue, durable=True
    )
    return {
        'broker_url': config.broker,
        'broker_connection_retry': True,
        'broker_connection_retry_on_startup': True,
        'broker_connection_max_retries': None,
        'broker_connection_timeout': 5,
        'broker_heartbeat': 10,
        # Without confirms the first reply after a broker's restart is written into a closed socket and lost.
        'broker_transport_options': {'confirm_publish': True},
        'result_backend': 'medusa_worker.consumer:PatientBackend',
        'result_persistent': True,
        'result_serializer': 'json',
        'result_accept_content': ['json'],
        'task_serializer': 'json',
        'accept_content': ['json'],
        'event_serializer': 'json',
        'task_queues': [queue],
        'task_default_queue': config.queue,
        'task_default_exchange': config.queue,
        'task_default_exchange_type': 'direct',
        'task_default_routing_key': config.queue,
        'task_create_missing_queues': False,
        'task_acks_late': False,
        'task_track_started': False,
        'task_send_sent_event': False,
        'worker_send_task_events': False,
        'worker_prefetch_multiplier': 1,
        'worker_enable_remote_control': False,
        'worker_consumer': 'medusa_worker.consumer:MedusaConsumer',
        'worker_redirect_stdouts': False,
        'worker_hijack_root_logger': False,
        'worker_cancel_long_running_tasks_on_connection_loss': False,
        'worker_enable_prefetch_count_reduction': False,
        'enable_utc': True,
    }


def create_app(config: Config, stopping: threading.Event) -> Celery:
    app = Celery('medusa', set_as_current=True)
    app.conf.update(settings(config))
    register(app, Tasks(config, stopping))
    return app


def run(config: Config, on_ready: Callable[[], None]) -> int:
    """Runs the worker until it is told to stop; returns the exit code. `on_ready`: it is connected and consumes."""
    logging.basicConfig(level=logging.INFO, format='%(asctime)s %(levelname)s %(name)s: %(message)s')
    # A line a task would cost more than the task, and a long poll is no news.
    for name in ('celery', 'kombu', 'amqp'):
        logging.getLogger(name).setLevel(logging.WARNING)
    stopping = threading.Event()
    app = create_app(config, stopping)

    # Named functions kept by this frame: Celery's signals hold weak references.
    def ready(**_: Any) -> None:
        on_ready()

    def shutting_down(**_: Any) -> None:
        stopping.set()  # long polls answer at once, a warm shutdown takes no 20 s

    signals.worker_ready.connect(ready)
    signals.worker_shutting_down.connect(shutting_down)
    worker = app.Worker(
        hostname=f'medusa@{config.cluster}', pool_cls='threads', concurrency=config.concurrency, queues=[config.queue],
        loglevel='WARNING', without_gossip=True, without_mingle=True, without_heartbeat=False, quiet=True,
    )  # fmt: skip
    worker.start()
    return int(worker.exitcode or 0)
