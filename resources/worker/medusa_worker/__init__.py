"""Medusa's worker: runs on each cluster, answers the console's tasks, runs and digests attempts.

Invariants: nothing below imports anything but the standard library, except `app`, `consumer` and `tasks`, which
need Celery. So an attempt's own process starts in milliseconds and survives whatever happens to Celery or the
broker. The contract with the console is docs/protocol/tasks.md.
"""

VERSION = '0.1.0'
PROTOCOL = 2
