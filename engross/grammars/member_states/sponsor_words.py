"""Spell who submits a draft where no State does; the UN's data have it in English and in capitals.

Words are spelled as the list of known words has them, States by their names. Unknown words in front of a State in
brackets are a person's name, whose capitals nobody can spell otherwise for sure. Where any other word is unknown, all
stay as recorded: it may be a short form.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from engross.grammars.language import DATA_LANGUAGE
from engross.grammars.member_states import find_state

BRACKETS = re.compile(r"\(([^()]*)\)")
WORD = re.compile(r"(?P<word>[^,;:]*)(?P<mark>[,;:]*)")
MOST_WORDS = 10  # of the name of a State


def spell_sponsor(recorded: str) -> str:
    """Return who submits a draft in sentence case, as recorded where a word is not known."""
    if recorded != recorded.upper():
        return recorded
    pieces = BRACKETS.split(" ".join(recorded.split()))  # every second stood in brackets
    spelled: list[str] = []
    for n, piece in enumerate(pieces):
        is_before_state = n % 2 == 0 and n + 1 < len(pieces) and find_state(pieces[n + 1]) is not None
        words = list(_spell_words(piece.split(" "), is_before_state=is_before_state))
        if None in words:
            return recorded
        line = " ".join(word for word in words if word is not None)
        spelled.append(f"({line})" if n % 2 else line)
    sentence = "".join(spelled)
    return sentence[:1].upper() + sentence[1:]


def _spell_words(words: Sequence[str], *, is_before_state: bool) -> Iterator[str | None]:
    """Yield words in sentence case, the name of a State as one; None for one that is not known.

    ``is_before_state``: whether a State in brackets follows; a person who is named in front of it stays as recorded.
    """
    known, at = _load_words(), 0
    while at < len(words):
        match = WORD.fullmatch(words[at])
        word, mark = (match["word"], match["mark"]) if match else (words[at], "")
        name, length = _find_state_name(words[at:])
        if length:
            yield name
        elif not word or word in known or any(map(str.isdigit, word)):
            yield known.get(word, word) + mark
        else:
            yield words[at] if is_before_state else None
        at += length or 1


def _find_state_name(words: Sequence[str]) -> tuple[str, int]:
    """Return the name of the State that words begin with, and how many words it takes; "" and 0 for none."""
    for length in range(min(MOST_WORDS, len(words)), 0, -1):
        name = " ".join(words[:length])
        bare = name.rstrip(",;:")
        if words[length - 1] and (state := find_state(bare)):
            return state.names[DATA_LANGUAGE] + name[len(bare) :], length
    return "", 0


@cache
def _load_words() -> Mapping[str, str]:
    """Return the words that are known, as they are spelled within a sentence, by their capitals."""
    text = (files("engross.grammars.member_states") / "sponsor_words.toml").read_text("utf-8")
    return {word.upper(): word for line in tomllib.loads(text)["words"] for word in line.split()}
