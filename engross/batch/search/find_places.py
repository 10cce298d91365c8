"""Find the places of a run's documents that contain given words, in the database of its index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from engross.batch.search.database import DATABASE_NAME, han_pairs, name_part
from engross.batch.search.values import RUN_CHARACTERS, FoundPlace
from engross.model.notice import Refusal
from engross.model.tree import Where

REMAKE_HINT = "make it with ./press corpus and the same --out: what stands is not made again"
TIMEOUT_SECONDS = 2.0  # seconds to wait for another program that writes into the index
SEARCH_QUERY = "SELECT search.name, symbol, language, place, text FROM search JOIN documents USING (name) WHERE "
QUERY_ORDER = " ORDER BY search.rowid"


def find_places(out: Path, words: str) -> tuple[FoundPlace, ...]:
    """Return the titles, paragraphs and notes that contain ``words``, ignoring case, by document and in its order.

    Two Han characters are looked up as a pair; one or two characters of other scripts are looked for in every text.
    Raises Refusal if there is no index, another program holds it, or it is not one of ours.
    """
    check_words(out, words)
    with open_all_parts(out) as parts:
        return tuple(place for part in parts for place in _find_matches(part, words))


def check_words(out: Path, words: str) -> None:
    """Raise Refusal if words are no text."""
    if words != words.encode("utf-8", errors="replace").decode():
        where = Where(str(out / DATABASE_NAME))
        raise Refusal("the words are not UTF-8", "type them as the terminal writes them", where)


@contextmanager
def open_all_parts(out: Path) -> Iterator[tuple[sqlite3.Connection, ...]]:
    """Open all parts of the index to read. Raises Refusal if one cannot be read, also while it is read."""
    with ExitStack() as stack:
        first = stack.enter_context(open_part(out, 1))
        count = max(1, first.execute("PRAGMA user_version").fetchone()[0])
        yield (first, *(stack.enter_context(open_part(out, number)) for number in range(2, count + 1)))


@contextmanager
def open_part(out: Path, number: int) -> Iterator[sqlite3.Connection]:
    """Open a part of the index to read. Raises Refusal if it cannot be read, also while it is read."""
    path = out / name_part(number)
    where = Where(str(path))
    if not path.is_file():
        raise Refusal(f"there is no index {path}", REMAKE_HINT)
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=TIMEOUT_SECONDS)
        ) as connection:
            connection.create_function("fold", 1, str.lower, deterministic=True)  # SQLite's own knows ASCII only
            yield connection
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            what, hint = "another program holds the index", "close it there, then run the command again"
            raise Refusal(what, hint, where) from None
        raise Refusal(f"the index is damaged, or another engross made it: {error}", REMAKE_HINT, where) from None


def _find_matches(connection: sqlite3.Connection, words: str) -> Iterator[FoundPlace]:
    """Yield the places that contain ``words``. Raises sqlite3.Error."""
    condition, parameter = spell_condition(words)
    for row in connection.execute(SEARCH_QUERY + condition + QUERY_ORDER, (parameter,)):
        if not all(isinstance(value, str) for value in row):
            raise sqlite3.DataError("a place has no text")
        yield FoundPlace(*row)


def spell_condition(words: str) -> tuple[str, str]:
    """Return as SQL what a row of the search must have, and the parameter of it."""
    if len(words) >= RUN_CHARACTERS:
        quoted = words.replace('"', '""')
        return "search MATCH ?", f'"{quoted}"'
    if pairs := han_pairs(words):
        return "search.rowid IN (SELECT rowid FROM pairs WHERE pairs MATCH ?)", f'"{pairs[0]}"'
    return "instr(fold(text), ?)", words.lower()
