"""Memoise the last call of a pure function by object identity: a build asks the same of one document repeatedly."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


_LAST_ANSWERS: list[list[Any]] = []


def clear_memos() -> None:
    """Forget the last call of every memoised function."""
    for last in _LAST_ANSWERS:
        last.clear()


def memoize_last(function: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """Return ``function`` memoised: called again only for another object than last time, even if it is an equal one.

    For values that nothing changes. Comparing or hashing a whole document would take as long as most calls do.
    """
    last: list[tuple[Asked, Answer]] = []
    _LAST_ANSWERS.append(last)

    @wraps(function)
    def ask_once(value: Asked) -> Answer:
        for before, answer in last:
            if before is value:
                return answer
        answer = function(value)
        last[:] = [(value, answer)]
        return answer

    return ask_once
