"""Make the short title of a running head: whole where it fits, else cut where a phrase of it begins (Chicago 1.11).

The words that begin a phrase, that join two, and that cling to the next are the language's (``words/*.toml``, table
``running_head``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from engross.editions.typeset.widths import width_in_em
from engross.grammars.language import Language, load_language
from engross.grammars.member_states import load_states

SUBTITLE, PHRASE, JOINED, WITHIN, WORD, NAME = 5, 4, 3, 2, 1, 0  # what begins behind a cut; best is the highest
# The cuts that are taken, the best first: what begins behind them, and how much of the room they fill at least.
PREFERENCES = (
    (SUBTITLE, 0.35),
    (PHRASE, 0.5),
    (JOINED, 0.5),
    (WITHIN, 0.6),
    (PHRASE, 0.4),
    (WORD, 0.65),
    (PHRASE, 0.25),
    (NAME, 0.35),
    (NAME, 0.0),
)
SMALL_WORDS = ("phrase", "joined", "clinging")
BRACKETS = ("()", "[]", "«»", "“”", "„“", "《》", "（）", "「」")
LEADING_DASH = re.compile(r"^[–—-]\s+")  # what followed a number that stands elsewhere
LAST_MARK = re.compile(r"[\s,;:–—،؛、，；：-]+$")
COLON_BEHIND = re.compile(r"[:：]\s*$")
MARK_BEHIND = re.compile(r"[,;:–—،؛、，；：]\s*$")
ONE_WORD_BEHIND_MARK = re.compile(r"[,;:–—،؛(\[][\s(\[]*\S+\s*$")
WORD_AT = re.compile(r"\w+’?")
UNPARTED = re.compile(
    r"[\w\u00c0-\u024f]{2}|[\u2060\u00a0]|.[\u2060\u00a0]", re.ASCII
)  # a Latin word, and what is joined


def trim_title(title: str) -> str:
    """Return a title without the dash that begins it and the marks that end it."""
    return LAST_MARK.sub("", LEADING_DASH.sub("", title))


def shorten_title(title: str, room: float, language: Language) -> str:
    """Return a title that takes at most ``room`` em: whole, or its best cut with an ellipsis; "" if none fits.

    No mark that asks for more ends it: "Resolution 2618 (2022), adopted by …" may have its last words elsewhere.
    """
    title = trim_title(title)
    if width_in_em(title) <= room:
        return title
    ellipsis: str = language.words["running_head"]["ellipsis"]
    room -= width_in_em(ellipsis)
    cuts = [(rank, head, width_in_em(head)) for head, rank in _find_cuts(title, language)]
    for least_rank, filled in PREFERENCES:
        heads = [head for rank, head, width in cuts if rank >= least_rank and filled * room <= width <= room]
        if heads:
            return heads[-1] + ellipsis
    if room < 0:
        return ""  # a long symbol leaves none
    return next(title[:n] for n in range(len(title), -1, -1) if width_in_em(title[:n]) <= room) + ellipsis


def is_last_word_clinging(head: str, language: Language) -> bool:
    """Return whether the last word of a head is nothing without the next: a preposition, an article, "and"."""
    return _compile_last_word(language.code).search(head) is not None


def is_within_name(before: str, behind: str, language: Language) -> bool:
    """Return whether words of a name, or a number, stand on both sides: "Organisation | des Nations Unies"."""
    words: Mapping[str, list[str]] = language.words["running_head"]
    small = _compile_small_words(language.code)
    last, following = WORD_AT.findall(before) or [""], WORD_AT.findall(behind) or [""]
    if following[0][:1].isdecimal():
        return True
    if small.fullmatch(following[0]) and following[0] not in (*words["joined"], *words["in_names"]):
        return False
    next_word = next((word for word in following if not small.fullmatch(word)), "")
    return len(last) > 1 and last[-1][:1].isupper() and next_word[:1].isupper()


def _find_cuts(title: str, language: Language) -> Iterator[tuple[str, int]]:
    """Yield what stands before each place where a title may be cut, and the rank of the cut, in order."""
    tight: bool = language.words["reading"]["tight"]
    for place in _find_places(title, tight):
        head = LAST_MARK.sub("", title[:place])
        if head and not is_last_word_clinging(head, language):
            yield head, NAME if _is_bracket_open(head) else _rank_cut(title, place, language)


def _find_places(title: str, tight: bool) -> Iterable[int]:
    """Return where a line could end: behind a space; where words have none between them, beside any Han."""
    if not tight:
        return [match.end() for match in re.finditer(r"[ \u2002-\u200a]", title)]
    return [n for n in range(1, len(title)) if not UNPARTED.match(title[n - 1 : n + 1])]


def _rank_cut(title: str, place: int, language: Language) -> int:
    """Return the rank of a cut, after what begins behind it; a name or a number is parted last of all."""
    tight: bool = language.words["reading"]["tight"]
    before, behind = title[:place], title[place:]
    if any(match.start() < place < match.end() for match in _names_of_states(language.code).finditer(title)):
        return NAME
    if COLON_BEHIND.search(before):
        return SUBTITLE
    if MARK_BEHIND.search(before) or behind[:1] in "([–—（":
        return PHRASE
    if ONE_WORD_BEHIND_MARK.search(before):
        return NAME  # "…, including | in time of war": the cut before the word is the better one
    is_in_name = is_within_name(before, behind, language)
    for rank, key in ((PHRASE, "phrase"), (JOINED, "joined")):
        if _compile_beginnings(language.code, key).match(behind):
            return WITHIN if is_in_name else rank
    return NAME if tight or is_in_name else WORD


@cache
def _names_of_states(code: str) -> re.Pattern[str]:
    """Return the pattern of the names of States in a language, which no cut parts."""
    names = sorted((state.names[code] for state in load_states() if code in state.names), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)) or "(?!)")


@cache
def _compile_last_word(code: str) -> re.Pattern[str]:
    """Return the pattern of a small word of a language that ends a head."""
    words = _list_small_words(code)
    before = "" if load_language(code).words["reading"]["tight"] else r"(?<!\w)"
    return re.compile(f"{before}(?:{'|'.join(word for word in words if not word.endswith('…'))})$")


@cache
def _compile_small_words(code: str) -> re.Pattern[str]:
    """Return the pattern of the small words of a language, with those that are joined to the next."""
    return re.compile("|".join(word.removesuffix("…") for word in _list_small_words(code)))


def _list_small_words(code: str) -> list[str]:
    words = load_language(code).words["running_head"]
    return [word for key in SMALL_WORDS for word in words[key]]


@cache
def _compile_beginnings(code: str, key: str) -> re.Pattern[str]:
    """Return the pattern of what begins with one of the words under a key; one with "…" is joined to the next."""
    words = load_language(code).words
    end = "" if words["reading"]["tight"] else r"(?!\w)"
    spelled = (w.removesuffix("…") if w.endswith("…") else w + end for w in words["running_head"][key])
    return re.compile("|".join(spelled))


def _is_bracket_open(head: str) -> bool:
    return any(head.count(pair[0]) > head.count(pair[1]) for pair in BRACKETS)
