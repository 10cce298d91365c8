"""Bind words of titles and masthead lines, so that they break by sense (Chicago 1.19, Мильчин, ОСТ 29.115).

No line ends in a preposition, an article or "and", none within a word with a hyphen, and none within a name, where a
line has room for that. The words are those by which running heads are cut (``words/*.toml``, table ``running_head``).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from engross.editions.typeset.han_gaps import space_text
from engross.editions.typeset.ordinals import raise_in_line
from engross.editions.typeset.short_title import is_last_word_clinging, is_within_name
from engross.editions.typeset.ties import JOINER, NO_BREAK_SPACE, tie_pieces
from engross.editions.typeset.title_words import join_title_text
from engross.editions.typeset.widths import width_in_em
from engross.grammars.language import Language, load_language
from engross.model.replace_texts import replace_texts
from engross.model.tree import Inline, Text
from engross.model.walk import leaves_of

LONGEST_BOUND = 21  # em of the words that are bound to each other in a masthead, if a name among them can be parted
LONGEST_IN_TITLE = 12  # likewise in a title, whose lines are shorter: half of one
NONE, NAME, SMALL_WORD = 0, 1, 2  # what ties a word to the next, the strongest last
HYPHEN_WITHIN = re.compile(r"(?<=\w)-(?=\w)")


def bind_line(text: str, language: Language, longest: float = LONGEST_BOUND) -> str:
    """Return a line with no-break spaces where it is not to end: names too, if they take at most ``longest`` em."""
    if language.words["reading"]["tight"]:
        return text
    words = HYPHEN_WITHIN.sub(f"-{JOINER}", text).split(" ")
    ties = [_rank_tie(" ".join(words[:n]), " ".join(words[n:]), language) for n in range(1, len(words))]
    starts = [0, *(n for n, tie in enumerate(ties, 1) if tie is NONE), len(words)]
    runs = [_tie_words(words[start:end], ties[start : end - 1], longest) for start, end in pairwise(starts)]
    return " ".join(runs)


def _tie_words(words: list[str], ties: list[int], longest: float) -> str:
    """Return words with no-break spaces between them; where they are too wide together, a weak tie is loosened."""
    if len(words) == 1 or width_in_em(" ".join(words)) <= longest or NAME not in ties:
        return NO_BREAK_SPACE.join(words)
    middle = len(ties) / 2
    n = min((n for n, tie in enumerate(ties, 1) if tie is NAME), key=lambda n: abs(n - middle))
    return f"{_tie_words(words[:n], ties[: n - 1], longest)} {_tie_words(words[n:], ties[n:], longest)}"


def set_line(text: str, language: Language, *, is_paper: bool) -> tuple[Inline, ...]:
    """Return a line of a masthead as it is set: its ordinals raised, on paper its words bound."""
    return raise_in_line(bind_line(text, language) if is_paper else text, language)


def set_entry(text: str, language: Language, *, is_paper: bool) -> tuple[Inline, ...]:
    """Return an entry of a list as it is set: its ordinals raised, gaps between Han and Latin; on paper words tied.

    Its lines are as full as they can be: words are not bound as in a title.
    """
    spaced = space_text(text, language)
    tied = join_title_text(tie_pieces([spaced], language)[0], language) if is_paper else spaced
    return raise_in_line(tied, language)


def set_title(content: tuple[Inline, ...], language: Language, *, is_paper: bool) -> tuple[Inline, ...]:
    """Return a title as it is set: on paper the words of its texts bound; notes stay as they are."""
    texts = (bind_line(leaf.text, language, LONGEST_IN_TITLE) for leaf in leaves_of(content) if isinstance(leaf, Text))
    return replace_texts(content, texts, lambda note: (note,)) if is_paper else content


def _rank_tie(before: str, behind: str, language: Language) -> int:
    """Return how words hang together: by a small word, by the name of an organ, by capitals, or not at all."""
    if is_last_word_clinging(before, language):
        return SMALL_WORD
    place = len(before) + 1
    organs = _compile_organs(language.code).finditer(f"{before} {behind}")
    within = (match.start() < place < match.end() for match in organs)
    return NAME if any(within) or is_within_name(before, behind, language) else NONE


@cache
def _compile_organs(code: str) -> re.Pattern[str]:
    """Return the pattern of the names of organs in a language."""
    return re.compile("|".join(map(re.escape, load_language(code).words["organs"].values())))
