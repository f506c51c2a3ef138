"""Closed, typed checks of JSON values: a check takes a value and its name and returns the value, or raises
BadRequest.

Every message names the key and the value ('inputs[0].manifest must be …, got "x"'). Unknown keys are refused, a
boolean is no integer, the same key twice is refused, and so are NaN and Infinity, which JSON does not have.
"""

from __future__ import annotations

import json
import re
from typing import Any, Callable, Mapping, Optional

from .errors import BadRequest

Check = Callable[[Any, str], Any]
MAX_REQUEST_CHARACTERS = 8 * 1024 * 1024


def shown(value: object) -> str:
    """A value as it appears in a message: JSON, cut to 120 characters."""
    text = json.dumps(value, default=str)
    return text if len(text) <= 120 else text[:117] + '…'


def refuse(name: str, rule: str, value: object) -> BadRequest:
    return BadRequest(f'{name} must be {rule}, got {shown(value)}')


def integer(minimum: int, maximum: int) -> Check:
    def check(value: Any, name: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not minimum <= value <= maximum:
            raise refuse(name, f'an integer from {minimum} to {maximum}', value)
        return value

    return check


def text(rule: str = 'a string', pattern: Optional[str] = None, maximum: int = 4096) -> Check:
    """A string without NUL of at most `maximum` characters; `pattern` has to match all of it, `rule` says so in
    words.
    """
    compiled = re.compile(pattern) if pattern is not None else None

    def check(value: Any, name: str) -> str:
        if (
            not isinstance(value, str)
            or len(value) > maximum
            or '\0' in value
            or (compiled and not compiled.fullmatch(value))
        ):
            raise refuse(name, rule, value)
        try:
            value.encode('utf-8')
        except UnicodeEncodeError as error:
            raise refuse(name, f'{rule} in valid Unicode', value) from error
        return value

    return check


def optional(check: Check) -> Check:
    """The value or null."""
    return lambda value, name: None if value is None else check(value, name)


def one_of(*choices: str) -> Check:
    def check(value: Any, name: str) -> str:
        if not isinstance(value, str) or value not in choices:
            raise refuse(name, ' or '.join(f'"{choice}"' for choice in choices), value)
        return value

    return check


def list_of(check: Check, minimum: int, maximum: int) -> Check:
    def check_list(value: Any, name: str) -> list[Any]:
        if not isinstance(value, list):
            raise refuse(name, 'a list', value)
        if not minimum <= len(value) <= maximum:
            raise BadRequest(f'{name} must have {minimum} to {maximum} entries, got {len(value)}')
        return [check(entry, f'{name}[{index}]') for index, entry in enumerate(value)]

    return check_list


def map_of(key: Check, value: Check, maximum: int) -> Check:
    def check_map(found: Any, name: str) -> dict[str, Any]:
        if not isinstance(found, dict):
            raise refuse(name, 'an object', found)
        if len(found) > maximum:
            raise BadRequest(f'{name} must have at most {maximum} keys, got {len(found)}')
        return {key(k, f'a key of {name}'): value(v, f'{name}.{k}') for k, v in found.items()}

    return check_map


def union(key: str, members: Mapping[str, Check]) -> Check:
    """An object whose text under `key` names the member it is checked as."""
    known = one_of(*members)

    def check(value: Any, name: str) -> Any:
        if not isinstance(value, dict):
            raise refuse(name, 'an object', value)
        if key not in value:
            raise BadRequest(f'{_below(name, key)} is missing')
        return members[known(value[key], _below(name, key))](value, name)

    return check


def one_key(members: Mapping[str, Check]) -> Check:
    """An object with exactly one of these keys, checked as that one's member; the first when there is none."""

    def check(value: Any, name: str) -> Any:
        present = [key for key in members if isinstance(value, dict) and key in value]
        if len(present) > 1:
            raise BadRequest(f'{_below(name, present[1])} must not stand beside {present[0]}, got {shown(value)}')
        return members[present[0] if present else next(iter(members))](value, name)

    return check


REQUIRED = object()


def record(fields: Mapping[str, Check], defaults: Optional[Mapping[str, Any]] = None) -> Check:
    """An object with exactly these keys; those with a default may be left out."""
    given = defaults or {}

    def check(value: Any, name: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise refuse(name, 'an object', value)
        for key in value:
            if key not in fields:
                raise BadRequest(f'{_below(name, key)} is unknown here, got {shown(value[key])}')
        result: dict[str, Any] = {}
        for key, field in fields.items():
            if key in value:
                result[key] = field(value[key], _below(name, key))
            elif key in given:
                result[key] = given[key]
            else:
                raise BadRequest(f'{_below(name, key)} is missing')
        return result

    return check


def _below(name: str, key: str) -> str:
    return f'{name}.{key}' if name else key


def parse(source: str, what: str = 'the request') -> Any:
    """JSON text → value."""
    if len(source) > MAX_REQUEST_CHARACTERS:
        raise BadRequest(f'{what} must have at most {MAX_REQUEST_CHARACTERS} characters, got {len(source)}')
    try:
        return json.loads(source, object_pairs_hook=_without_twins, parse_constant=_no_constant)
    except ValueError as error:
        raise BadRequest(f'{what} is no JSON: {error}') from error
    except RecursionError as error:
        raise BadRequest(f'{what} is nested too deeply') from error


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [key for key, _ in pairs]
        twin = next(key for key in names if names.count(key) > 1)
        raise BadRequest(f'{twin} is there twice')
    return result


def _no_constant(name: str) -> Any:
    raise BadRequest(f'{name} is no JSON')
