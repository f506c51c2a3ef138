"""Requests and replies are signed so that a broker can neither change, move nor repeat them under another id."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medusa_worker.sealing import is_authentic, parse_key, reply_mac, request_auth

VECTORS = json.loads((Path(__file__).parent / 'vectors.json').read_text('utf-8'))


@pytest.mark.parametrize('vector', VECTORS['requests'], ids=lambda v: v['task'])
def test_signs_requests_as_the_console_does(vector: dict[str, str]) -> None:
    key = parse_key(vector['key'])
    assert request_auth(key, vector['task'], vector['id'], vector['request']) == vector['auth']
    assert is_authentic(key, vector['task'], vector['id'], vector['request'], vector['auth'])


@pytest.mark.parametrize('vector', VECTORS['replies'], ids=lambda v: v['task'])
def test_signs_replies_as_the_console_does(vector: dict[str, str]) -> None:
    assert reply_mac(parse_key(vector['key']), vector['task'], vector['id'], vector['text']) == vector['mac']


KEY = bytes(32)
GOOD = request_auth(KEY, 'medusa.kill', 't-1', '{}')


@pytest.mark.parametrize(
    'task, id, request_text, auth',
    [
        ('medusa.remove', 't-1', '{}', GOOD),
        ('medusa.kill', 't-2', '{}', GOOD),
        ('medusa.kill', 't-1', '{ }', GOOD),
        ('medusa.kill', 't-1', '{}', GOOD[:-1] + ('0' if GOOD[-1] != '0' else '1')),
        ('medusa.kill', 't-1', '{}', GOOD.upper()),
        ('medusa.kill', 't-1', '{}', GOOD[:-2]),
        ('medusa.kill', 't-1', '{}', ''),
        ('medusa.kill', 't-1', '{}', 'é' * 64),
        ('medusa.kill', 't-1', '{}', None),
        ('medusa.kill', 't-1', '{}', 7),
        ('medusa.kill', 't-1', '{}', [GOOD]),
        ('medusa.kill', 't-1', '\ud800', GOOD),
        ('medusa.kill', 't-1', '{}', reply_mac(KEY, 'medusa.kill', 't-1', '{}')),
    ],
)
def test_refuses_everything_else(task: str, id: str, request_text: str, auth: object) -> None:
    assert not is_authentic(KEY, task, id, request_text, auth)


@pytest.mark.parametrize('text', ['', 'ab' * 31, 'ab' * 33, 'AB' * 32, 'zz' * 32])
def test_a_key_that_is_none_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_key(text)
    assert text == '' or text not in str(error.value)


def test_a_key_file_may_end_in_a_line_feed() -> None:
    assert parse_key('0' * 64 + '\n') == bytes(32)
