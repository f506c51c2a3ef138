"""HMAC-SHA256 over requests and replies: a broker can drop and delay, it cannot forge.

Strings are signed, not structures, so that Python and TypeScript never have to agree on how JSON is written.
Task name and task id are part of what is signed: a reply cannot be moved to another task, a request cannot be
sent again under another id. Comparison takes constant time. Refuses anything that is not UTF-8 text. Golden
vectors: tests/vectors.json.
"""

from __future__ import annotations

import hashlib
import hmac
import re

REQUEST_CONTEXT = 'medusa-request-1'
REPLY_CONTEXT = 'medusa-reply-1'
KEY_PATTERN = re.compile(r'[0-9a-f]{64}')


def parse_key(text: str) -> bytes:
    """The 32 bytes of a key file (64 lower-case hexadecimal digits, white space around them allowed).
    ValueError never repeats them.
    """
    digits = text.strip()
    if not KEY_PATTERN.fullmatch(digits):
        raise ValueError(f'a key is 64 lower-case hexadecimal digits, got {len(digits)} characters of something else')
    return bytes.fromhex(digits)


def _mac(key: bytes, context: str, task: str, task_id: str, text: str) -> str:
    message = f'{context}\n{task}\n{task_id}\n{text}'.encode('utf-8')
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def request_auth(key: bytes, task: str, task_id: str, request: str) -> str:
    """What `auth` has to be: 64 lower-case hexadecimal digits."""
    return _mac(key, REQUEST_CONTEXT, task, task_id, request)


def reply_mac(key: bytes, task: str, task_id: str, text: str) -> str:
    """The `mac` beside the `text` of a reply."""
    return _mac(key, REPLY_CONTEXT, task, task_id, text)


def is_authentic(key: bytes, task: str, task_id: str, request: str, auth: object) -> bool:
    """Whether `auth` signs `request`. Anything but a right string is False, never an exception."""
    if not isinstance(auth, str) or not auth.isascii():
        return False
    try:
        expected = request_auth(key, task, task_id, request)
    except UnicodeEncodeError:  # a lone surrogate: JSON can carry it, UTF-8 cannot, so nobody can have signed it
        return False
    return hmac.compare_digest(expected, auth)
