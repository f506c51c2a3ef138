"""What `hadoop jar` prints is understood, in the words Hadoop 3.4 uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from medusa_worker.job_log import LOG_LINES, ProgressReader, cause, counters, failure_code, last_lines

SUBMITTED = '2024-01-01 00:00:00,000 INFO impl.YarnClientImpl: Submitted application application_1700000000000_000{}\n'
PERCENT = '2024-01-01 00:00:00,000 INFO mapreduce.Job:  map {}% reduce {}%\n'
COUNTERS = (
    '2024-01-01 00:00:00,000 INFO mapreduce.Job: Counters: 3\n\tFile System Counters\n\t\tHDFS: Number of bytes read=10\n'
    '\tMap-Reduce Framework\n\t\tMap input records=7\n\t\tShuffled Maps =6\n'
)


def test_follows_a_log_that_grows_in_pieces(tmp_path: Path) -> None:
    file = tmp_path / 'job.log'
    reader = ProgressReader(str(file))
    reader.look()
    assert (reader.applications, reader.percent) == ([], None)
    text = SUBMITTED.format(1) + PERCENT.format(40, 0)
    seen = []
    for end in range(0, len(text) + 1, 50):
        file.write_text(text[:end])
        reader.look()
        seen.append(reader.percent)
    file.write_text(text)
    reader.look()
    assert (reader.applications, reader.percent, seen[0]) == (['application_1700000000000_0001'], (40, 0), None)


def test_a_new_application_does_not_inherit_percentages(tmp_path: Path) -> None:
    file = tmp_path / 'job.log'
    file.write_text(SUBMITTED.format(1) + PERCENT.format(100, 100) + SUBMITTED.format(2))
    reader = ProgressReader(str(file))
    reader.look()
    assert (reader.applications[-1][-1], reader.percent) == ('2', None)


def test_adds_up_the_counters_of_all_jobs() -> None:
    assert counters(COUNTERS + 'something else\n\t\tnot a counter=5\n' + COUNTERS) == {
        'HDFS: Number of bytes read': 20, 'Map input records': 14, 'Shuffled Maps': 12,
    }  # fmt: skip


@pytest.mark.parametrize(
    'log, expected',
    [
        (
            'Exception in thread "main" a.b.OuterException: x\nCaused by: a.b.InnerError: why\n\tat a.b.C(D.java:1)\n',
            'a.b.InnerError: why',
        ),
        ('INFO x\nException in thread "main" java.io.IOException: no\n\tat x\n', 'java.io.IOException: no'),
        ('Usage: wordcount <in> <out>\n', 'Usage: wordcount <in> <out>'),
        ('2024 ERROR streaming.StreamJob: Job not successful!\n', 'ERROR streaming.StreamJob: Job not successful!'),
        ('Unknown program \'x\' chosen.\n\n', "Unknown program 'x' chosen."),
        ('', None),
    ],
)
def test_finds_the_probable_cause(log: str, expected: str) -> None:
    assert cause(log) == expected


def test_tells_special_failures_from_others() -> None:
    assert [failure_code(text) for text in ('No space left on device', 'FileAlreadyExistsException: x already exists', 'x')] == [
        'DISK_FULL', 'OUTPUT_EXISTS', 'JOB_FAILED',
    ]  # fmt: skip


def test_keeps_the_last_lines_and_cuts_long_ones() -> None:
    lines = last_lines('\n'.join(f'{number} ' + 'x' * 2000 for number in range(100)))
    assert (len(lines), lines[0][:3], len(lines[0])) == (LOG_LINES, '60 ', 1000)
