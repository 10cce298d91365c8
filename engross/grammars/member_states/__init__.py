"""The States that vote and sponsor, by the names that the UN uses in each language, in each language's order.

Who else submits a draft is in them too, in words. The UN's data have their English names in capitals, with accents or
without. Which States were Members on a day is known from November 2000 on.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from pyuca import Collator

from engross.grammars.language import Language

ON_BEHALF = re.compile(
    r"(?P<state>.+?) \(O[NF] BEHALF OF "
    r"(?:THE STATES MEMBERS OF THE UNITED NATIONS THAT ARE MEMBERS OF )?(?P<group>.+)\)"
)
FIRST_KNOWN_DAY = "2000-11-01"  # the day of Yugoslavia's second admission; who was a Member before is not in the table


@dataclass(frozen=True)
class State:
    """A State, or an observer that sponsors: its names by language, and when it was a Member.

    ``since``: the day of admission, "" where that was before ``FIRST_KNOWN_DAY``. ``of``: the key of the State whose
    former name this is.
    """

    key: str  # ISO 3166-1 alpha-3: "FRA"; "TUR-former" for a name that is no longer used
    names: dict[str, str] = field(compare=False)
    member: bool
    since: str
    of: str

    @property
    def current_key(self) -> str:
        """The key of the State under its current name."""
        return self.of or self.key


def find_state(recorded: str) -> State | None:
    """Return the State of a name that the UN's data have: "CÔTE D'IVOIRE", "COTE D’IVOIRE"; None if there is none."""
    return _states_by_spelling().get(_normalise_name(recorded))


def find_group_speaker(recorded: str) -> tuple[State, dict[str, str]] | None:
    """Return the State that sponsors for a group, and the group's names by language.

    A name is read that says so: "CUBA (ON BEHALF OF THE GROUP OF 77 …)". The group's names have the form that follows
    "members of" in their language. None for any other name, and for an unknown group.
    """
    match = ON_BEHALF.fullmatch(" ".join(recorded.split()))
    state, group = (
        (find_state(match["state"]), _groups_by_spelling().get(_normalise_name(match["group"])))
        if match
        else (None, None)
    )
    return (state, group) if state and group else None


def find_named_state(recorded: str, language: Language) -> tuple[State, str] | None:
    """Return a State and its name in ``language``, as itself or as speaker for a group; None for any other name."""
    if state := find_state(recorded):
        return state, state.names[language.code]
    if not (speaker := find_group_speaker(recorded)):
        return None
    state, group = speaker
    words = {"state": state.names[language.code], "group": group[language.code]}
    return state, language.word("record", "on_behalf", **words)


def members_on_day(day: str) -> tuple[State, ...]:
    """Return the Members of the United Nations on a day ("2022-12-15"); () for a day before FIRST_KNOWN_DAY or ""."""
    if day < FIRST_KNOWN_DAY:
        return ()
    return tuple(state for state in load_states() if state.member and not state.of and state.since <= day)


def sort_states(states: Iterable[State], language: Language) -> tuple[State, ...]:
    """Return States as the UN's lists in a language have them: by the Unicode Collation Algorithm (UTS 10).

    The language's words say by which language's names (Chinese lists follow the English ones), and which part of a name
    does not count (the Arabic article).
    """
    by: str = language.word("record", "order")
    alike: list[list[str]] = language.words["record"]["alike"]
    key = _load_sort_key()

    def make_sort_key(state: State) -> tuple[Any, ...]:
        name = state.names[by]
        for pattern, instead in alike:
            name = re.sub(pattern, instead, name)
        return (key(name), state.key)

    return tuple(sorted(states, key=make_sort_key))


def rank_names(names: Iterable[str]) -> dict[str, int]:
    """Return the place of each name in the order of the Unicode Collation Algorithm (UTS 10)."""
    key = _load_sort_key()
    return {name: n for n, name in enumerate(sorted(set(names), key=lambda name: (key(name), name)))}


@cache
def load_states() -> tuple[State, ...]:
    """Return all States, in the order of the data."""
    table = tomllib.loads((files("engross.grammars.member_states") / "states.toml").read_text("utf-8"))
    return tuple(_make_state(key, row) for key, row in table.items())


def _make_state(key: str, row: dict[str, Any]) -> State:
    other_keys = ("member", "since", "of", "spelt")
    names = {code: name for code, name in row.items() if code not in other_keys}
    return State(key, names, row["member"], row["since"], row["of"])


@cache
def _states_by_spelling() -> dict[str, State]:
    table = tomllib.loads((files("engross.grammars.member_states") / "states.toml").read_text("utf-8"))
    spellings = {_normalise_name(spelling): state for state in load_states() for spelling in table[state.key]["spelt"]}
    return spellings | {_normalise_name(state.names["en"]): state for state in load_states()}


@cache
def _groups_by_spelling() -> dict[str, dict[str, str]]:
    table = tomllib.loads((files("engross.grammars.member_states") / "groups.toml").read_text("utf-8"))
    return {_normalise_name(spelling): row for row in table.values() for spelling in row["spelt"]}


def _normalise_name(name: str) -> str:
    """Return a name's letters in words, without accents, case, marks and a leading article."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c))
    return re.sub(r"[^a-z]+", " ", re.sub(r"['’]", "", bare)).strip().removeprefix("the ")


@cache
def _load_sort_key() -> Callable[[str], tuple[int, ...]]:
    """Return the function that makes the collation's keys; its table takes a quarter of a second to read."""
    key: Callable[[str], tuple[int, ...]] = Collator().sort_key
    return key
