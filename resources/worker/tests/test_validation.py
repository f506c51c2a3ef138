"""JSON is read strictly."""

from __future__ import annotations

import pytest

from medusa_worker import validation
from medusa_worker.errors import BadRequest
from medusa_worker.validation import parse, shown


@pytest.mark.parametrize(
    'source, message',
    [
        ('', 'is no JSON'), ('{', 'is no JSON'), ("{'a':1}", 'is no JSON'), ('{} {}', 'is no JSON'), ('NaN', 'NaN is no JSON'),
        ('[-Infinity]', '-Infinity is no JSON'), ('{"a":1,"a":2}', '^a is there twice'), ('{"x":{"b":1,"b":1}}', '^b is there twice'),
        ('[' * 100_000, 'nested too deeply'),
    ],
)  # fmt: skip
def test_refuses_what_is_no_json_or_ambiguous(source: str, message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        parse(source)


def test_refuses_what_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, 'MAX_REQUEST_CHARACTERS', 3)
    with pytest.raises(BadRequest, match='at most 3 characters, got 4'):
        parse('1234')


def test_a_long_value_is_cut_in_messages() -> None:
    assert len(shown('x' * 1000)) == 118
