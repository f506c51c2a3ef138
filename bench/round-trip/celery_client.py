"""A stock Celery client that stays: calls medusa.hello as often as each line of standard input says.

The first line is `URL QUEUE`; the URL holds a password, so it is no argument. Answers every further line, a number, with a
JSON list of as many milliseconds. One connection, one result consumer: what Celery does by itself when it is not restarted.
"""
import json
import sys
import time

from celery import Celery

url, queue = sys.stdin.readline().split()
app = Celery(broker=url, backend='rpc://')


def call():
    begun = time.perf_counter()
    app.send_task('medusa.hello', queue=queue).get(timeout=20)
    return (time.perf_counter() - begun) * 1000


for line in sys.stdin:
    print(json.dumps([call() for _ in range(int(line))]), flush=True)
