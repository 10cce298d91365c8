"""The last answer of a pure function, kept: a build asks the same of one document several times."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


_LAST_ANSWERS: list[list[Any]] = []


def clear_memos() -> None:
    """Let go of all answers, and of what was asked of."""
    for last in _LAST_ANSWERS:
        last.clear()


def memoize_last(function: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """``function``, asked again only when it is given another value than last time: another object, not an equal one.

    For values that nothing changes. To compare or to hash a whole document would take as long as most answers do.
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
