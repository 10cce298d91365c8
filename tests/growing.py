"""How the time of a piece of work grows, told by what no load of the machine can turn round."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

ROUNDS = 5
SHORTEST = 0.001
"""Seconds of the processor; below it the clock, not the work, is measured."""


def grows_as_the_square(small: Callable[[], object], large: Callable[[], object], times: int) -> bool:
    """Return whether ``large``, ``times`` the work of ``small``, takes time that grows with the square of it.

    Each round runs both, one behind the other. Growth is that of the square if in each of five rounds the ratio of the
    seconds is above half of the square of ``times``: a burst of other work beside one measurement does not decide.
    """
    return all(_measure(large) > times**2 / 2 * max(_measure(small), SHORTEST) for _ in range(ROUNDS))


def _measure(work: Callable[[], object]) -> float:
    """Return the seconds of processor time that ``work`` takes."""
    begin = process_time()
    work()
    return process_time() - begin
