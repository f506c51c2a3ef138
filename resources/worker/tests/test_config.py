"""The configuration is closed, private, and never shown."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from medusa_worker.config import ConfigError, load

SECRET = 'very-secret'


def write(folder: Path, mode: int = 0o600, key_mode: int = 0o600, key: str = '0' * 64, **changes: Any) -> str:
    key_file = folder / 'hmac.key'
    key_file.write_text(key + '\n')
    key_file.chmod(key_mode)
    value = {
        'cluster': 'porto', 'broker': f'amqp://worker-porto:{SECRET}@127.0.0.1:5682/medusa-porto', 'queue': 'medusa.porto',
        'keyFile': str(key_file), 'stateFolder': str(folder / 'state'), 'workFolder': '/user/u/medusa', 'user': 'u',
        'webhdfs': 'http://127.0.1.1:9870/webhdfs/v1', 'httpfs': 'http://127.0.1.1:14000/webhdfs/v1/', 'digestThrough': 'webhdfs',
        'yarn': 'http://127.0.1.1:8088', 'hadoopHome': '/h', 'hadoopConf': '/h/conf', 'javaHome': '/j', 'concurrency': 8, **changes,
    }  # fmt: skip
    file = folder / 'config.json'
    file.write_text(json.dumps({name: entry for name, entry in value.items() if entry != 'absent'}))
    file.chmod(mode)
    return str(file)


def test_reads_the_example_of_the_protocol_page(tmp_path: Path) -> None:
    config = load(write(tmp_path))
    assert (config.key, config.queue, config.concurrency) == (bytes(32), 'medusa.porto', 8)
    assert config.hadoop.httpfs == 'http://127.0.1.1:14000/webhdfs/v1'
    assert config.hadoop.read_url == config.hadoop.write_url == 'http://127.0.1.1:9870/webhdfs/v1'


def test_digests_through_httpfs_and_renames_through_the_name_node(tmp_path: Path) -> None:
    hadoop = load(write(tmp_path, digestThrough='httpfs')).hadoop
    assert (hadoop.read_url, hadoop.write_url) == (
        'http://127.0.1.1:14000/webhdfs/v1',
        'http://127.0.1.1:9870/webhdfs/v1',
    )


@pytest.mark.parametrize('mode', [0o640, 0o604, 0o660, 0o644, 0o601])
def test_refuses_files_others_may_touch(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ConfigError, match=f'config.json has mode {mode:04o}: others could read a secret'):
        load(write(tmp_path, mode=mode))
    with pytest.raises(ConfigError, match=f'hmac.key has mode {mode:04o}'):
        load(write(tmp_path, key_mode=mode))


def test_refuses_files_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path)
    monkeypatch.setattr(os, 'geteuid', lambda: 12345)
    with pytest.raises(ConfigError, match='belongs to user .* but the worker runs as 12345'):
        load(path)


@pytest.mark.parametrize(
    'changes, message',
    [
        ({'more': 1}, 'more is unknown here'),
        ({'cluster': 'absent'}, 'cluster is missing'),
        ({'cluster': 'Porto'}, 'cluster must be lower-case'),
        ({'workFolder': '/'}, 'workFolder must not be "/"'),
        ({'workFolder': '/a/../b'}, 'workFolder must be an absolute path'),
        ({'webhdfs': 'ftp://x'}, 'webhdfs must be an http'),
        ({'webhdfs': 'http://u:p@x/'}, 'webhdfs must be an http'),
        ({'yarn': 'http://x:99999'}, 'yarn must be a URL'),
        ({'webhdfs': None}, 'digestThrough is "webhdfs", but webhdfs is null'),
        ({'httpfs': None, 'digestThrough': 'httpfs'}, 'digestThrough is "httpfs", but httpfs is null'),
        ({'digestThrough': 'hdfs'}, 'digestThrough must be "webhdfs" or "httpfs"'),
        ({'concurrency': 1}, 'concurrency must be an integer from 2 to 64'),
        ({'hadoopHome': 'relative'}, 'hadoopHome must be an absolute path'),
    ],
)
def test_refuses_a_wrong_file_and_names_it(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        load(write(tmp_path, **changes))
    assert 'config.json' in str(error.value)


def test_a_wrong_broker_is_named_but_not_shown(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match='broker must be an amqp') as error:
        load(write(tmp_path, broker=f'http://u:{SECRET}@x/'))
    assert SECRET not in str(error.value)


def test_secrets_do_not_show(tmp_path: Path) -> None:
    config = load(write(tmp_path, key='ab' * 32))
    assert (
        SECRET not in repr(config)
        and 'ab' * 32 not in repr(config)
        and SECRET not in json.dumps(config.hadoop.to_json())
    )


def test_refuses_a_wrong_key_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match='hmac.key: a key is 64 lower-case'):
        load(write(tmp_path, key='12'))
    with pytest.raises(ConfigError, match='cannot be read'):
        load(str(tmp_path / 'none.json'))
