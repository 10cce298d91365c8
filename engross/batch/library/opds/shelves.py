"""Arrange the publications of a language on shelves: by organ, session and committee, by committee, and by subject.

A shelf has the same name in every language, so that a reader can change the language at any place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from engross.batch.corpus.names import take_name
from engross.batch.library.addresses import make_slug
from engross.batch.library.opds.values import CatalogueShelf, Publication
from engross.grammars.language import load_language

NAME_BETWEEN = "."  # between the parts of a shelf's name: a slug has none
WORD = re.compile(r"[^\W\d_]+")
DIGITS = re.compile(r"\d+")
Names = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Division:
    """A way to divide a shelf. ``name``: what a part's name begins with; ``spell``: its title by its key."""

    name: str
    list_keys: Callable[[Publication], Iterable[str]]
    spell: Callable[[str, Publication], str]
    order: Callable[[str], object]


def _spell_session(key: str, one: Publication) -> str:
    return load_language(one.language).word("library", "session", n=key)


def _order_organ(key: str) -> object:
    return [*load_language("en").words["organs"]].index(key)


def _order_session(key: str) -> object:
    """Order sessions, the latest first, those with a letter last: "S-30", "ES-11"."""
    number = DIGITS.search(key)
    return not key.isdecimal(), DIGITS.sub("", key), -int(number[0]) if number else 0, key


def _order_committee(key: str) -> object:
    """Order committees by the first of their words in the masthead's list, the First, the Second; others behind."""
    listed = load_language("en").words["masthead_lines"]["subsidiary"]
    places = [listed.index(word) for word in WORD.findall(key) if word in listed]
    return not places, min(places, default=0), key


DIVISIONS = {
    "organs": Division("organ", lambda one: (one.organ,), lambda _, one: one.author, _order_organ),
    "sessions": Division("session", lambda one: filter(None, (one.session,)), _spell_session, _order_session),
    "committees": Division(
        "committee", lambda one: filter(None, (one.committee,)), lambda _, one: one.committee_name, _order_committee
    ),
    "subjects": Division("subject", lambda one: one.subjects, lambda key, _: key, lambda key: (key.casefold(), key)),
}
NESTED = ("sessions", "committees")  # what an organ's shelf is divided into


def name_keys(publications: Iterable[Publication]) -> Names:
    """Return the name of each part by its division and its key; where two would be the same, one gets a number."""
    publications = tuple(publications)
    names: dict[tuple[str, str], str] = {}
    for kind, division in DIVISIONS.items():
        taken: set[str] = set()
        for key in sorted({key for one in publications for key in division.list_keys(one)}):
            names[kind, key] = take_name(make_slug(f"{division.name} {key}"), taken)
    return names


def arrange_shelves(publications: tuple[Publication, ...], names: Names) -> CatalogueShelf:
    """Return the shelf of all publications of a language, with its parts by each way of dividing it.

    Raises ValueError if there is none.
    """
    if not publications:
        raise ValueError("no publications")
    word = partial(load_language(publications[0].language).word, "library")
    organs = tuple(_divide(part, NESTED, names) for part in _list_parts(publications, "organs", "", names))
    sessions = tuple(
        replace(part, title=f"{organ.title}, {part.title}")
        for organ in organs
        for part in organ.parts
        if organ.kind == "sessions"
    )
    committees = tuple(
        _arrange_committee(shelf, organs) for shelf in _list_parts(publications, "committees", "", names)
    )
    subjects = tuple(_list_parts(publications, "subjects", "", names))
    ways = {"organs": organs, "sessions": sessions, "committees": committees, "subjects": subjects}
    parts = tuple(CatalogueShelf(kind, word(kind), (), some, kind) for kind, some in ways.items() if some)
    return CatalogueShelf("", load_language(publications[0].language).word("language", "name"), publications, parts)


def _list_parts(publications: Iterable[Publication], kind: str, parent: str, names: Names) -> Iterator[CatalogueShelf]:
    """Yield the parts of a shelf with the name ``parent``, by one way of dividing it."""
    division = DIVISIONS[kind]
    groups: defaultdict[str, list[Publication]] = defaultdict(list)
    for publication in publications:
        for key in dict.fromkeys(division.list_keys(publication)):
            groups[key].append(publication)
    for key in sorted(groups, key=division.order):  # type: ignore[arg-type]
        name = f"{parent}{NAME_BETWEEN}{names[kind, key]}" if parent else names[kind, key]
        yield CatalogueShelf(name, division.spell(key, groups[key][0]), tuple(groups[key]))


def _divide(shelf: CatalogueShelf, kinds: tuple[str, ...], names: Names) -> CatalogueShelf:
    """Return a shelf divided by the first way, its parts by the next ones; a way that gives no part is left out."""
    for place, kind in enumerate(kinds):
        if parts := tuple(_list_parts(shelf.publications, kind, shelf.name, names)):
            rest = kinds[place + 1 :]
            return replace(shelf, parts=tuple(_divide(part, rest, names) for part in parts), kind=kind)
    return shelf


def _arrange_committee(shelf: CatalogueShelf, organs: Iterable[CatalogueShelf]) -> CatalogueShelf:
    """Return the shelf of a committee, divided by sessions: its shelf within each of them."""
    parts = tuple(
        replace(part, title=f"{organ.title}, {session.title}")
        for organ in organs
        for session in organ.parts
        for part in session.parts
        if part.name.rpartition(NAME_BETWEEN)[2] == shelf.name
    )
    return replace(shelf, parts=parts, kind="sessions" if parts else "")
