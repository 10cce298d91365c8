"""Draw queries from the texts of a run, and find by a plain scan what a search has to find.

The rules that a search is held to: words are what stands between spaces, without marks and whatever their capitals and
diacritics; a phrase is found in a document whose words, whatever marks or ends of paragraphs stand between them, have
its words one behind the other. It may be found, too, in one that has them as parts of words that a mark joins
("haut-commissaire"). Of Chinese, a run of characters is found where it stands in a title or a paragraph.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engross.batch.library import read_catalogue, read_paragraphs
from engross.batch.library.search_bundles import HAN_RUN, fold_text, is_paired

MOST_WORDS, MOST_CHARACTERS = 4, 8
JOINING_MARK = re.compile(r"[^\w\s]")
LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class IndexedText:
    """A text that a search has: its address, and its title and paragraphs."""

    address: str
    places: tuple[str, ...]


def read_texts(run: Path) -> dict[str, list[IndexedText]]:
    """Return the texts of a run by language."""
    texts: dict[str, list[IndexedText]] = {}
    for document in read_catalogue(run).documents:
        for version in document.versions:
            places = (version.title, *(text for _, text in read_paragraphs(run, version)))
            text = IndexedText(f"{document.address}{version.slug}/", places)
            texts.setdefault(version.language, []).append(text)
    return texts


def draw_queries(texts: list[IndexedText], language: str, number: int) -> list[str]:
    """Return queries that stand in texts: runs of Han characters, or words between spaces."""
    chance = random.Random(f"{language} {number}")
    queries: list[str] = []
    while len(queries) < number:
        place = chance.choice(chance.choice(texts).places)
        query = _draw_characters(place, chance) if is_paired(language) else _draw_words(place, chance)
        if query:
            queries.append(query)
    return queries


def _draw_characters(place: str, chance: random.Random) -> str:
    runs = [run for run in HAN_RUN.findall(place) if len(run) > 1]
    run = chance.choice(runs) if runs else ""
    length = min(len(run), chance.randint(2, MOST_CHARACTERS))
    start = chance.randint(0, len(run) - length) if run else 0
    return run[start : start + length]


def _draw_words(place: str, chance: random.Random) -> str:
    words = place.split()
    start, length = chance.randrange(max(1, len(words))), chance.randint(1, MOST_WORDS)
    drawn = words[start : start + length]
    return f'"{" ".join(drawn)}"' if drawn and all(map(LETTERS.fullmatch, drawn)) else ""


def scan_texts(texts: list[IndexedText], language: str, query: str) -> tuple[set[str], set[str]]:
    """Return the addresses of the texts that have a query, by reading all of them: those due, and those allowed."""
    if is_paired(language):
        found = {text.address for text in texts if any(query in place for place in text.places)}
        return found, found
    wanted = f" {' '.join(fold_words(query))} "
    due = {text.address for text in texts if wanted in _fold_text(text)}
    return due, due | {text.address for text in texts if wanted in _fold_text(text, parts=True)}


@cache
def _fold_text(text: IndexedText, *, parts: bool = False) -> str:
    places = (JOINING_MARK.sub(" ", place) if parts else place for place in text.places)
    return f" {' '.join(word for place in places for word in fold_words(place))} "


def fold_words(text: str) -> Iterator[str]:
    """Yield the words of a text as the search compares them."""
    for word in fold_text(text).split():
        if bare := "".join(c for c in word if unicodedata.category(c)[0] not in "PSC"):
            yield bare
