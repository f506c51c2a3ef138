"""A stock Celery client, as anybody would write it: prints the hostname that medusa.hello tells.

Usage: stock_celery_client.py QUEUE        the broker's URL comes on standard input, for it holds a password
"""
import sys

from celery import Celery

app = Celery(broker=sys.stdin.readline().strip(), backend="rpc://")
print(app.send_task("medusa.hello", queue=sys.argv[1]).get(timeout=20)["hostname"])
