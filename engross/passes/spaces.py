"""Mend spaces that are plainly wrong, and report what may be: words of an organ's name that run together, spaces beside
no-break spaces, narrow ones between words; spaces before commas, marks inside numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from engross.grammars.language import Language, load_language
from engross.model.notice import Code, Notice, make_notice
from engross.model.replace_items import replace_items
from engross.model.replace_texts import replace_texts
from engross.model.text import shorten_line
from engross.model.tree import Inline, LineBreak, Note, PageBreak, Resolution, Text, Where
from engross.model.walk import leaves_of, rewrite_blocks, rewrite_resolution

SPACES_TOGETHER = re.compile("(?<=\\S)[ \u00a0\u202f]{2,}(?=\\S)")
NARROW_BETWEEN_WORDS = re.compile("(?<=[^\\W\\d_])\u202f(?=[^\\W\\d_])")
NUMBER_WITH_MARK = re.compile(r"\d+[|¦]\s?\d+")
COMMAS_AND_SEMICOLONS = ",;،؛"
CONTEXT = 20  # characters before a place that a notice shows
NO_TEXT = "\ufffc"  # stands for a leaf that is no text: a note, the end of a line

Edits = dict[int, str]  # what takes the place of a character, by its index
Leaf = Text | Note | LineBreak | PageBreak
Places = dict[str, list[tuple[Where, str]]]  # of each kind: the place of each paragraph, the words of each find


def mend_spaces(resolution: Resolution, language: Language) -> tuple[Resolution, tuple[Notice, ...]]:
    """Return the resolution with its spaces mended, and the notices: one a kind, and one for each name and number."""
    single: list[Notice] = []
    places: Places = {}

    def mend_run(content: tuple[Inline, ...], where: Where) -> tuple[Inline, ...]:
        leaves = list(leaves_of(content))
        text = "".join(leaf.text if isinstance(leaf, Text) else NO_TEXT for leaf in leaves)
        names, edits = _part_names(text, language), _settle_no_break_spaces(text)
        single.extend(make_notice(Code.TEXT_MENDED, where, before=name, after=parted) for name, parted, _ in names)
        single.extend(make_notice(Code.NUMBER_DOUBTFUL, where, text=m[0]) for m in NUMBER_WITH_MARK.finditer(text))
        for kind, words in _find_kinds(text, language):
            places.setdefault(kind, []).append((where, words))
        for _, _, found in names:
            edits |= found
        return replace_texts(content, _edit_texts(leaves, text, edits), mend_note) if leaves else content

    def mend_note(note: Note) -> tuple[Inline, ...]:
        return (replace_items(note, blocks=rewrite_blocks(note.blocks, mend_run)),)

    mended = rewrite_resolution(resolution, mend_run)
    return mended, (*single, *(_make_kind_notice(kind, found) for kind, found in places.items()))


def _edit_texts(leaves: list[Leaf], text: str, edits: Edits) -> Iterator[str]:
    """Yield the texts of the leaves of a run, with other characters in the places of some."""
    at = 0
    for leaf in leaves:
        end = at + (len(leaf.text) if isinstance(leaf, Text) else len(NO_TEXT))
        if isinstance(leaf, Text):
            yield "".join(edits.get(n, text[n]) for n in range(at, end)) if edits else leaf.text
        at = end


def _part_names(text: str, language: Language) -> list[tuple[str, str, Edits]]:
    """Return each organ's name whose words run together, with spaces between them, and the edits that make it so."""
    names: list[tuple[str, str, Edits]] = []
    plain = text.replace("'", "’").replace("ʼ", "’")
    for joined, pattern in _compile_names(language.code):
        if not any(words in plain for words in joined):
            continue  # as in most texts: to search for the whole name takes longer
        for match in pattern.finditer(text):
            ends = [match.end(group) for group in range(1, len(match.groups()))]
            edits = {end - 1: f"{text[end - 1]} " for end in ends if not text[end].isspace()}
            if edits and not any(edits.keys() <= others.keys() for _, _, others in names):
                parted = "".join(edits.get(n, text[n]) for n in range(*match.span()))
                names.append((match[0], parted, edits))
    return names


@cache
def _compile_names(code: str) -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    """Return a pattern for each organ's name of several words, longer ones first, each word a group.

    Before it stand the pairs of its words as they run together: what it is for has one of them.
    """
    names = load_language(code).words["organs"].values()
    several = (name.split() for name in sorted(names, key=len, reverse=True) if " " in name)
    return tuple((tuple(map("".join, pairwise(words))), _compile_name(words)) for words in several)


def _compile_name(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w/#@.])" + r"\s*".join(f"({_spell_word(word)})" for word in words) + r"(?!\w)")


def _spell_word(word: str) -> str:
    return re.escape(word).replace("’", "['’ʼ]")


def _settle_no_break_spaces(text: str) -> Edits:
    """Return the edits that leave one of several spaces, a no-break one first, and none narrow between words."""
    edits = {match.start(): " " for match in NARROW_BETWEEN_WORDS.finditer(text)}
    for match in SPACES_TOGETHER.finditer(text):
        kept = match[0].lstrip(" ")[:1] or " "
        edits |= dict.fromkeys(range(*match.span()), "") | {match.start(): kept}
    return edits


def _find_kinds(text: str, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the kind of each space that is told by its number, with the words before it."""
    spaced: list[str] = language.words["setting"]["before_marks"]
    marks = "".join(mark for mark in COMMAS_AND_SEMICOLONS if mark not in spaced)
    kinds = {
        "narrow": NARROW_BETWEEN_WORDS,
        "together": SPACES_TOGETHER,
        "before": re.compile(f"(?<=[\\w)\\]’”»])[ \u00a0\u202f][{marks}]"),
    }
    for kind, pattern in kinds.items():
        for match in pattern.finditer(text):
            yield kind, text[max(0, match.start() - CONTEXT) : match.end()].replace(NO_TEXT, " ")


def _make_kind_notice(kind: str, found: list[tuple[Where, str]]) -> Notice:
    """Return the notice about all spaces of a kind, at the first."""
    where, words = found[0]
    if kind == "together":
        what = "space beside a no-break space was" if len(found) == 1 else "spaces beside no-break spaces were"
        return make_notice(Code.WHITE_SPACE, where, count=len(found), what=what)
    code = Code.SPACE_NARROW if kind == "narrow" else Code.SPACE_DOUBTFUL
    return make_notice(code, where, count=len(found), text=shorten_line(words))
