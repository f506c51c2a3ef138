"""Progress comes from whoever knows, and is never that of another application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fake_cluster import FakeCluster

from medusa_worker.http_pool import HttpPool
from medusa_worker.recorder import Recorder
from medusa_worker.statefolder import Item, StateFolder
from medusa_worker.yarn import Yarn, YarnError
from medusa_worker.yarn_watch import YarnWatch


@pytest.fixture
def item(folder: StateFolder) -> Item:
    item = folder.item('attempt', 'a-1')
    item.create()
    return item


@pytest.fixture
def watch(fake: FakeCluster, folder: StateFolder, item: Item) -> YarnWatch:
    recorder = Recorder(folder, item, 'r-1', 'running')
    return YarnWatch(Yarn(HttpPool(), fake.url, 'test'), 'a-1', item.file('job.log'), recorder)


def shown(item: Item) -> tuple[Any, ...]:
    state = item.state()
    return state['applicationId'] and state['applicationId'][-4:], state['map'], state['reduce']


def log(item: Item, text: str) -> None:
    with Path(item.file('job.log')).open('a') as file:
        file.write(text)


def test_asks_the_application_master(fake: FakeCluster, watch: YarnWatch, item: Item) -> None:
    watch.look()
    assert shown(item) == (None, 0, 0)
    fake.add_app('medusa-a-1')
    watch.look()
    assert shown(item) == ('0001', 42, 7)


def test_reads_the_log_when_yarn_does_not_answer(fake: FakeCluster, watch: YarnWatch, item: Item) -> None:
    fake.faults['YARN'] = []
    log(item, 'Submitted application application_1_0007\n map 80% reduce 20%\n')
    watch.look()
    assert shown(item) == ('0007', 80, 20)
    assert watch.costs() == {}


def test_the_next_application_begins_at_nothing(fake: FakeCluster, watch: YarnWatch, item: Item) -> None:
    fake.add_app('medusa-a-1')
    watch.look()
    fake.apps[0]['state'] = 'FINISHED'
    fake.add_app('medusa-a-1', 'ACCEPTED')
    fake.apps[1]['progress'] = 0.0
    log(item, f'Submitted application {fake.apps[0]["id"]}\n map 100% reduce 100%\n')
    watch.look()
    assert shown(item) == ('0002', 0, 0)
    assert watch.costs() == {'memorySeconds': 200, 'vcoreSeconds': 20}


def test_percentages_do_not_fall(fake: FakeCluster, watch: YarnWatch, item: Item) -> None:
    id = fake.add_app('medusa-a-1')
    log(item, f'Submitted application {id}\n map 90% reduce 50%\n')
    fake.apps[0]['state'] = 'ACCEPTED'
    watch.look()
    fake.apps[0]['state'] = 'RUNNING'
    watch.look()
    assert shown(item) == ('0001', 90, 50)


def test_a_resource_manager_that_fails_is_an_error_for_those_who_need_it(fake: FakeCluster) -> None:
    fake.faults['YARN'] = []
    with pytest.raises(YarnError, match='with status 500'):
        Yarn(HttpPool(), fake.url, 'test').tagged('x')
