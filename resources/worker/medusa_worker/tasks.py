"""The tasks as Celery sees them, and the envelope around each: who asks, is it well-formed, what is the answer,
sealed.

Invariants: no task raises (a Celery FAILURE carries no mac and proves nothing); nothing is done before `auth`
was checked; a message cannot make the worker publish anything but its reply (callbacks, chains and chords in it
are dropped).
"""

from __future__ import annotations

import errno
import json
import logging
import platform
import socket
import threading
from typing import Any, Callable, Optional

import celery
from celery import Celery

from . import PROTOCOL, VERSION
from .attempts import Attempts
from .config import Config
from .errors import AttemptFailure, BadRequest, TaskError
from .facts import gather
from .hdfs import HdfsError
from .http_pool import HttpPool
from .operations import Operations, as_task_error
from .progress import ProgressBoard
from .requests import OPEN_TASKS, SCHEMAS
from .sealing import is_authentic, reply_mac
from .statefolder import StateFolder, now_millis
from .validation import parse, shown

logger = logging.getLogger('medusa')
MAX_REPLY_CHARACTERS = 16 * 1024 * 1024
PLAIN_TASKS = frozenset({'medusa.hello', 'medusa.facts'})


class Raw(str):
    """JSON that is already text: large answers are not parsed just to be written again."""


def kind_of(request: dict[str, Any]) -> str:
    """What a kill or a publication is about."""
    return 'copy' if 'copy' in request else 'attempt'


Handler = Callable[[dict[str, Any]], Any]


class Tasks:
    """What each task does. One object a worker; its handlers run in several threads at once."""

    def __init__(self, config: Config, stopping: threading.Event) -> None:
        self._config = config
        folder = StateFolder(config.stateFolder)
        folder.prepare()
        pool = HttpPool()
        attempts = Attempts(folder, config.hadoop, pool)
        operations = Operations(folder, config.hadoop, pool)
        board = ProgressBoard(folder, config.concurrency, stopping)

        def copy(request: dict[str, Any]) -> dict[str, str]:
            operations.refuse_outside(request['run'], 'target', request['target'])
            return attempts.start('copy', request['copy'], request)

        # Found out once: names of hosts and versions do not change while the worker runs.
        self._static = {
            'hostname': socket.gethostname(), 'cluster': config.cluster, 'user': config.hadoop.user, 'worker': VERSION,
            'protocol': PROTOCOL, 'celery': celery.__version__, 'python': platform.python_version(),
        }  # fmt: skip
        self.handlers: dict[str, Handler] = {
            'medusa.hello': lambda _: {**self._static, 'now': now_millis()},
            'medusa.facts': lambda _: gather(config.hadoop, pool),
            'medusa.stat': lambda r: operations.stat(r['paths']),
            'medusa.manifest': lambda r: attempts.start('digest', r['digest'], r),
            'medusa.blocks': lambda r: attempts.start('digest', r['digest'], r),
            'medusa.attempt': lambda r: attempts.start('attempt', r['attempt'], r),
            'medusa.copy': copy,
            'medusa.progress': lambda r: Raw(board.answer(r['run'], r['since'])),
            'medusa.kill': lambda r: attempts.kill(r['run'], r[kind_of(r)], kind_of(r)),
            'medusa.publish': lambda r: operations.publish(r['run'], r[kind_of(r)], r['from'], r['to'], kind_of(r)),
            'medusa.remove': lambda r: operations.remove(r['run'], r['path']),
        }

    def answer(self, name: str, task_id: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """The sealed reply. Never raises for anything a message can bring."""
        plain: dict[str, Any] = {}
        try:
            value = self._perform(name, task_id, args, kwargs)
            text = f'{{"ok":true,"value":{value if isinstance(value, Raw) else json.dumps(value)}}}'
            if len(text) > MAX_REPLY_CHARACTERS:
                raise TaskError('TOO_MANY_FILES', f'the answer has {len(text)} characters, {MAX_REPLY_CHARACTERS} fit')
            if name in PLAIN_TASKS:
                plain = value
        except TaskError as error:
            text = json.dumps({'ok': False, 'error': error.to_json()})
        # `text` is ASCII: json.dumps escapes the rest, so that both sides sign the same bytes.
        return {**plain, 'text': text, 'mac': reply_mac(self._config.key, name, task_id, text)}

    def _perform(self, name: str, task_id: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        request = self._request(name, task_id, args, kwargs)
        try:
            return self.handlers[name](request)
        except TaskError:
            raise
        except (HdfsError, AttemptFailure) as error:
            raise as_task_error(error) from error
        except OSError as error:
            logger.exception('%s %s', name, task_id)
            code = 'DISK_FULL' if error.errno in (errno.ENOSPC, errno.EDQUOT) else 'INTERNAL'
            raise TaskError(code, f'{type(error).__name__}: {error}') from error
        except Exception as error:  # the caller must hear of it with a mac, the log has the traceback
            logger.exception('%s %s', name, task_id)
            raise TaskError('INTERNAL', f'{type(error).__name__}: {error}') from error

    def _request(self, name: str, task_id: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Authenticated, parsed, checked. In this order: nobody without the key learns what a good request
        looks like.
        """
        source, auth = kwargs.get('request'), kwargs.get('auth')
        if auth is not None or name not in OPEN_TASKS:
            signed = source if isinstance(source, str) else '{}' if source is None else None
            if signed is None or not is_authentic(self._config.key, name, task_id, signed, auth):
                raise TaskError(
                    'NOT_AUTHENTICATED', f'{name} was not signed with the key of cluster {self._config.cluster}'
                )
        if args:
            raise BadRequest(f'{name} takes keyword arguments only, got {shown(list(args))}')
        unknown = [key for key in kwargs if key not in ('request', 'auth')]
        if unknown:
            raise BadRequest(f'{unknown[0]} is unknown here, got {shown(kwargs[unknown[0]])}')
        if source is not None and not isinstance(source, str):
            raise BadRequest(f'request must be a string of JSON, got {shown(source)}')
        checked: dict[str, Any] = SCHEMAS[name](parse('{}' if source is None else source), '')
        return checked


def register(app: Celery, tasks: Tasks) -> None:
    """Makes the Celery tasks, and takes away those Celery brings along (they could chain and map over ours)."""
    app.finalize(auto=True)
    for builtin in [name for name in app.tasks if name.startswith('celery.')]:
        app.tasks.unregister(builtin)
    for name in tasks.handlers:
        _register(app, tasks, name)


def _register(app: Celery, tasks: Tasks, name: str) -> None:
    # typing=False: a wrong signature must be answered with a mac, not by an exception of Celery's.
    @app.task(name=name, bind=True, typing=False, resultrepr_maxsize=64, max_retries=0)  # type: ignore[misc]
    def task(self: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        request = self.request
        # Celery would publish to wherever these say once the task is done, in the worker's name.
        request.update(callbacks=None, errbacks=None, chain=None, chord=None, group=None)
        task_id: Optional[str] = request.id
        return tasks.answer(name, task_id or '', args, kwargs)
