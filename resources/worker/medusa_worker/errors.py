"""The closed set of errors a task can answer with.

A `TaskError` becomes `{"ok": false, "error": {"code", "message", "remedy"}}` in a sealed reply. Messages name
the thing and the value; they never hold a secret. An `AttemptFailure` is its sibling inside the detached
process and becomes the `end` of an attempt.
"""

from __future__ import annotations

from typing import Any, Optional

REMEDIES = {
    'NOT_AUTHENTICATED': 'Bring the key of this cluster to the console again (set-up, step "worker").',
    'BAD_REQUEST': 'Console and worker may be of different versions: deploy the worker again.',
    'OUTPUT_EXISTS': 'Choose another target, or remove what is there.',
    'NOT_FOUND': 'Check the path on this cluster.',
    'FORBIDDEN_PATH': 'Medusa only writes below its own work folder and to the target of a publication.',
    'HDFS_ERROR': 'Check that the NameNode (and HttpFS) of this cluster answers, then repeat.',
    'DISK_FULL': "Free space on the worker's host, then repeat.",
    'TOO_MANY_FILES': 'Use fewer reducers, or combine the small files.',
    'INTERNAL': 'See worker.log in the state folder of this cluster.',
}


class TaskError(Exception):
    """An answer that is not a value. `code` is one of REMEDIES; the remedy defaults to that of the code."""

    def __init__(self, code: str, message: str, remedy: Optional[str] = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = REMEDIES[code] if remedy is None else remedy

    def to_json(self) -> dict[str, str]:
        return {'code': self.code, 'message': self.message, 'remedy': self.remedy}


class BadRequest(TaskError):
    """Something in a request has the wrong shape. The message names key and value."""

    def __init__(self, message: str) -> None:
        super().__init__('BAD_REQUEST', message)


class AttemptFailure(Exception):
    """Why an attempt (a copy, a digest) did not succeed: the `code` and the `cause`, in one line, of its end."""

    def __init__(self, code: str, cause: str, files: Optional[list[dict[str, Any]]] = None) -> None:
        """`files`: what was found all the same, for whoever wants to know where it differs."""
        super().__init__(cause)
        self.code = code
        self.cause = ' '.join(cause.split())[:2000]
        self.files = files
