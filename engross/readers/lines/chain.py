"""Choose the likeliest places of calls that follow one another as their notes do (dynamic programming)."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

CallPlace = tuple[int, int]  # index of a line, place in its text


@dataclass(frozen=True, slots=True)
class _Chain:
    """A chain of places: the sum of their likelihoods, the last place (note, candidate), the chain before it."""

    value: float
    last: tuple[int, int] | None = None
    before: _Chain | None = None


def find_best_chain(candidates: list[list[tuple[CallPlace, float]]]) -> tuple[tuple[int, int], ...]:
    """Return the indices (note, candidate) of the best increasing chain; a note may be left out at no gain.

    ``candidates``: for each note the places that it may be called at, each with its likelihood. Only chains that no
    other beats in both sum and place are kept, in the order of both.
    """
    places, states = [(-1, -1)], [_Chain(0.0)]
    for n, row in enumerate(candidates):
        extended: list[tuple[CallPlace, _Chain]] = []
        for c, (place, score) in enumerate(row):
            before = states[bisect_left(places, place) - 1]
            extended.append((place, _Chain(before.value + score, (n, c), before)))
        for place, state in extended:
            _keep_unless_beaten(places, states, place, state)
    chain: list[tuple[int, int]] = []
    end: _Chain | None = states[-1]
    while end and end.last:
        chain.append(end.last)
        end = end.before
    return tuple(reversed(chain))


def _keep_unless_beaten(places: list[CallPlace], states: list[_Chain], place: CallPlace, state: _Chain) -> None:
    """Insert a chain among those kept, unless one of them beats it; remove those that it beats."""
    at = bisect_left(places, place)
    is_beaten_in_place = at < len(places) and places[at] == place and states[at].value >= state.value
    if is_beaten_in_place or states[at - 1].value >= state.value:
        return
    end = at
    while end < len(states) and states[end].value <= state.value:
        end += 1
    places[at:end], states[at:end] = [place], [state]
