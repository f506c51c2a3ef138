"""The state of items as the console sees it: running, ended or lost, and how an item becomes lost.

An item is lost when its process is gone (killed, crashed, the host was restarted) and there is no end: it is
never run again. `lost.json` records that, once; reading is safe at any moment, from any number of threads.
"""

from __future__ import annotations

from typing import Any, Optional

from .files import create_once, read_json
from .item_run import blank_end
from .processes import boot_id
from .statefolder import CLAIM_LIMIT_SECONDS, FIRST_PHASES, Item, StateFolder, now_millis, uptime

KILLED_BEFORE_START = 'killed before it began'


def killed_end(cause: str) -> dict[str, Any]:
    return {**blank_end('killed'), 'code': 'KILLED', 'cause': cause}


def is_tombstone(claim: Optional[dict[str, Any]]) -> bool:
    return claim is not None and claim['process'] is None and claim['reason'] == KILLED_BEFORE_START


def state_of(folder: StateFolder, item: Item) -> str:
    """`running`, `ended` or `lost`. Finding an item lost records and announces it."""
    if item.end() is not None:
        return 'ended'
    if read_json(item.file('lost.json')) is not None:
        return 'lost'
    claim = item.claimed()
    if is_tombstone(claim):
        # Whoever recorded it died before writing the end: say it in its place.
        item.finish(killed_end(KILLED_BEFORE_START))
        return 'ended'
    if claim is None:
        return 'lost' if _never_claimed(item) and _lose(folder, item, 'no process took it') else 'running'
    process = item.process()
    if process is not None and process.is_alive():
        return 'running'
    # The process wrote its end before it went: look again before calling it lost.
    if item.end() is not None:
        return 'ended'
    _lose(folder, item, 'its process is gone' if process is None or process.boot == boot_id() else 'restarted host')
    return 'lost'


def _never_claimed(item: Item) -> bool:
    spec = item.spec()
    if spec is None:
        return False  # just being made; without a spec nothing can start
    return bool(spec['boot'] != boot_id() or uptime() - spec['createdUptime'] > CLAIM_LIMIT_SECONDS)


def _lose(folder: StateFolder, item: Item, reason: str) -> bool:
    """Records that the item is lost; False when a process claimed it at the last moment."""
    if item.claimed() is None and not item.claim(None, reason):
        return False
    spec = item.spec()
    if create_once(item.file('lost.json'), {'reason': reason, 'at': now_millis()}) and spec is not None:
        folder.announce(spec['run'], item.kind, item.id)
    return True


def describe(folder: StateFolder, item: Item) -> dict[str, Any]:
    """One entry of the answer to `medusa.progress`."""
    state = state_of(folder, item)
    found = item.state()
    spec = item.spec() or {}
    ended = item.end() if state == 'ended' else None
    return {
        'id': item.id,
        'kind': item.kind,
        'state': state,
        'phase': found.get('phase', FIRST_PHASES[item.kind]),
        'applicationId': found.get('applicationId'),
        'map': found.get('map', 0),
        'reduce': found.get('reduce', 0),
        'bytes': found.get('bytes', 0),
        'startedAt': found.get('startedAt', spec.get('createdAt', 0)),
        'finishedAt': None if ended is None else ended['finishedAt'],
        'phases': found.get('phases', {}),
        'end': None if ended is None else ended['end'],
    }
