"""A stock Celery app, as anybody would write it, to be started by `celery worker`.

The broker's URL comes in the file that BROKER_URL_FILE names, for it holds a password.
"""
import os

from celery import Celery

with open(os.environ["BROKER_URL_FILE"], encoding="utf-8") as file:
    app = Celery("stock", broker=file.read().strip())


@app.task(name="stock.add")
def add(a, b):
    return a + b
