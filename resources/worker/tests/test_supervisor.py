"""An attempt from claim to end, by the real detached process against a fake cluster."""

from __future__ import annotations

import pytest
from builders import JAR_TEXT, WORK, an_attempt, manifest_of, sha256
from conftest import ended
from fake_cluster import FakeCluster

from medusa_worker.attempts import Attempts
from medusa_worker.statefolder import StateFolder


def test_runs_the_job_and_digests_what_counts(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    request = an_attempt(fake)
    assert attempts.start('attempt', 'a-1', request) == {'state': 'started'}
    item = ended(folder, 'attempt', 'a-1')
    empty = sha256('')
    files = [
        {'path': '_SUCCESS', 'length': 0, 'sha256': empty},
        {'path': 'part-r-00000', 'length': 7, 'sha256': sha256('word 1\n')},
    ]
    end = item['end']
    assert {name: end[name] for name in ('outcome', 'files', 'manifest', 'inputs', 'exitCode', 'code', 'cause')} == {
        'outcome': 'succeeded', 'files': files, 'manifest': manifest_of(_SUCCESS='', **{'part-r-00000': 'word 1\n'}),
        'inputs': [manifest_of(data='some data')], 'exitCode': 0, 'code': None, 'cause': None,
    }  # fmt: skip
    assert end['counters'] == {'Map input records': 7, 'Bytes Written': 7, 'memorySeconds': 100, 'vcoreSeconds': 10}
    assert list(item['phases']) == ['preparing', 'checking', 'running', 'digesting']
    assert (item['applicationId'], item['map'], item['reduce']) == ('application_1700000000000_0001', 100, 100)
    assert item['phases']['running'] <= end['jobFinishedAt'] <= item['finishedAt']
    assert end['log'][-1] == '\t\tBytes Written=7'
    assert item['bytes'] == 2 * len('some data') + 7


def test_hands_arguments_over_untouched_and_lays_the_tag_over_the_configuration(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    request = an_attempt(fake, configuration={'mapreduce.job.reduces': '4', 'mapreduce.job.tags': 'mine', 'a.b': '<&>'})
    attempts.start('attempt', 'a-1', request)
    ended(folder, 'attempt', 'a-1')
    (ran,) = fake.ran()
    assert ran['argv'] == ['jar', ran['argv'][1], 'count', '/input', '; touch /tmp/$(id)', request['output']]
    assert ran['jar'] == JAR_TEXT
    assert ran['values'] == {
        'mapreduce.job.reduces': '4', 'mapreduce.job.tags': 'site,mine,medusa-a-1', 'a.b': '<&>',
    }  # fmt: skip
    assert ran['conf'] == ['core-site.xml', 'mapred-site.xml']
    assert ran['pythonpath'] is None


@pytest.mark.parametrize(
    'how, code, cause, exit_code',
    [
        ('fail', 'JOB_FAILED', 'java.lang.IllegalStateException: the inner reason', 3),
        ('exists', 'OUTPUT_EXISTS', 'FileAlreadyExistsException: Output directory /o already exists', 1),
        ('disk-full', 'DISK_FULL', 'java.io.IOException: No space left on device', 1),
        ('no-success', 'NO_OUTPUT', 'has no _SUCCESS', 0),
        ('empty', 'NO_OUTPUT', 'no part file', 0),
        ('swap', 'INPUT_DIFFERS', f'agreed was {manifest_of(data="some data")}', 0),
    ],
)
def test_says_why_a_job_failed(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder, how: str, code: str, cause: str, exit_code: int
) -> None:
    attempts.start('attempt', 'a-1', an_attempt(fake, how))
    end = ended(folder, 'attempt', 'a-1')['end']
    assert (end['outcome'], end['code'], end['exitCode'], end['files'], end['manifest']) == (
        'failed',
        code,
        exit_code,
        [],
        None,
    )
    assert cause in end['cause']


def test_does_not_run_another_jar_than_the_one_agreed_on(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    request = an_attempt(fake)
    fake.write(request['program']['jar']['path'], 'another jar')
    attempts.start('attempt', 'a-1', request)
    end = ended(folder, 'attempt', 'a-1')['end']
    assert (end['code'], end['cause'].startswith(request['program']['jar']['path']), fake.ran()) == ('JAR_DIFFERS', True, [])


def test_a_missing_jar_is_a_jar_that_differs(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    request = an_attempt(fake)
    fake.path(request['program']['jar']['path']).unlink()
    attempts.start('attempt', 'a-1', request)
    assert ended(folder, 'attempt', 'a-1')['end']['code'] == 'JAR_DIFFERS'


def test_does_not_begin_with_an_input_that_differs(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    request = an_attempt(fake)
    fake.write('/input/data', 'other data')
    attempts.start('attempt', 'a-1', request)
    end = ended(folder, 'attempt', 'a-1')['end']
    assert (end['code'], end['inputs'], fake.ran()) == ('INPUT_DIFFERS', [manifest_of(data='other data')], [])


def test_does_not_begin_without_an_input(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    inputs = [{'path': '/nowhere', 'manifest': manifest_of()}]
    attempts.start('attempt', 'a-1', an_attempt(fake, inputs=inputs))
    end = ended(folder, 'attempt', 'a-1')['end']
    assert (end['code'], end['cause'], fake.ran()) == ('INPUT_MISSING', '/nowhere is not there', [])


def test_does_not_begin_when_the_output_is_there(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    request = an_attempt(fake)
    fake.write(f'{request["output"]}/part-r-00000', 'stale')
    attempts.start('attempt', 'a-1', request)
    assert (ended(folder, 'attempt', 'a-1')['end']['code'], fake.ran()) == ('OUTPUT_EXISTS', [])


def test_a_torn_output_is_an_error_and_never_a_digest(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    request = an_attempt(fake)
    fake.fault('READ', f'{request["output"]}/part-r-00000', *['short'] * 9)
    attempts.start('attempt', 'a-1', request)
    end = ended(folder, 'attempt', 'a-1')['end']
    assert (end['code'], end['files']) == ('HDFS_ERROR', [])
    assert '6 bytes came, the listing says 7' in end['cause']


def test_leaves_neither_jar_nor_configuration_behind(
    fake: FakeCluster, attempts: Attempts, folder: StateFolder
) -> None:
    import os

    attempts.start('attempt', 'a-1', an_attempt(fake))
    ended(folder, 'attempt', 'a-1')
    left = {name for name in os.listdir(folder.item('attempt', 'a-1').folder) if name != 'reserve'}
    assert left == {'spec.json', 'claim.json', 'state.json', 'end.json', 'job.log', 'supervisor.log'}


def test_digests_a_path_as_an_item_of_its_own(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    fake.write('/data/b/ä', 'two')
    fake.write('/data/a', 'one')
    fake.write('/data/_temporary/x', 'no')
    attempts.start('digest', 'd-1', {'run': 'r-1', 'digest': 'd-1', 'path': '/data'})
    item = ended(folder, 'digest', 'd-1')
    assert (item['kind'], item['phase'], item['bytes']) == ('digest', 'digesting', 6)
    assert item['end']['files'] == [
        {'path': 'a', 'length': 3, 'sha256': sha256('one')}, {'path': 'b/ä', 'length': 3, 'sha256': sha256('two')},
    ]  # fmt: skip


def test_digesting_a_single_file_names_it(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    fake.write('/data/_odd', 'one')
    attempts.start('digest', 'd-1', {'run': 'r-1', 'digest': 'd-1', 'path': '/data/_odd'})
    assert ended(folder, 'digest', 'd-1')['end']['manifest'] == manifest_of(_odd='one')


def test_digesting_nothing_is_a_failure(fake: FakeCluster, attempts: Attempts, folder: StateFolder) -> None:
    attempts.start('digest', 'd-1', {'run': 'r-1', 'digest': 'd-1', 'path': f'{WORK}/no'})
    end = ended(folder, 'digest', 'd-1')['end']
    assert (end['outcome'], end['code'], end['manifest']) == ('failed', 'INPUT_MISSING', None)
