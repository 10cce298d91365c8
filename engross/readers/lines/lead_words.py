"""Find the lead words that a text begins with."""

from __future__ import annotations

import re
from functools import cache

from engross.grammars.language import Language, load_language
from engross.model.tree import Inline, Style, Styled, Text

WORD_END = re.compile(r"\w*")
CAPITALS = re.compile(r"[^\W\d_a-zà-ÿа-яё]{4,}(?:\s+[^\W\d_a-zà-ÿа-яё]{2,})*(?=\s)")  # RECALLING ALSO its …
SPACED_LETTERS = re.compile(r"(?:[^\W\dA-Za-z]\s+){2}")


@cache
def _index_lead_words(code: str) -> dict[str, list[str]]:
    """Return the lead words of a language by their first character."""
    by_first: dict[str, list[str]] = {}
    for word in load_language(code).words["lead"]["words"]:
        by_first.setdefault(word[:1], []).append(word)
    return by_first


def find_lead_words(text: str, lang: Language) -> str:
    """Return the longest lead words of the language that ``text`` begins with; "" for none."""
    unspaced = text
    if lang.words["reading"]["tight"] and SPACED_LETTERS.match(text):
        unspaced = "".join(text.split())  # 确 认 只 要: set wide
    best = _find_listed_words(unspaced, lang)
    return best if unspaced is text else _cut_spaced_words(text, best)


def _find_listed_words(text: str, lang: Language) -> str:
    """Return the longest words of the list that a text begins with, and words that strengthen them before or behind."""
    is_tight, lead = lang.words["reading"]["tight"], lang.words["lead"]
    matches = [word for word in _index_lead_words(lang.code).get(text[:1], ()) if text.startswith(word)]
    if not is_tight:
        matches = [word for word in matches if not text[len(word) : len(word) + 1].isalpha()]
    best = max(matches, key=len, default="")
    space = "" if is_tight else r"\s"
    if not best and (match := re.match(rf"(?:{lead['before']}){space}", text)):
        behind = _find_listed_words(text[match.end() :], lang)
        return match[0] + behind if behind else ""
    match = re.compile(rf"(?:\s(?:{lead['after']})\b)+").match(text, len(best)) if best else None
    return best + match[0] if match else best


def mark_lead_words(content: tuple[Inline, ...], lang: Language) -> tuple[Inline, ...]:
    """Mark the lead words that a run begins with, if the language knows them."""
    if not content or not isinstance(content[0], Text):
        return content
    text = content[0].text.lstrip()
    plain = lower_capitals(text)
    words = text[: max(len(find_lead_words(plain, lang)), len(_guess_lead_words(plain, lang)))]
    remainder = text[len(words) :]
    if not words:
        return content
    return (Styled(Style.LEAD, (Text(words),)), *((Text(remainder),) if remainder else ()), *content[1:])


def lower_capitals(text: str) -> str:
    """Return a text that opens with words in capitals, as typewriters set lead words, with these as ordinary ones.

    A line that is all capitals stays: it is a heading.
    """
    match = CAPITALS.match(text)
    is_lead = match is not None and any(map(str.islower, text[match.end() :]))
    return match[0].capitalize() + text[match.end() :] if match and is_lead else text


def _guess_lead_words(text: str, lang: Language) -> str:
    """Return the words that a text begins with if they have the shape of lead words, whole words; "" for none."""
    shapes = (re.match(lang.words["lead"][key], text) for key in ("begins", "operative"))
    match = max(filter(None, shapes), key=re.Match.end, default=None)
    if match is None:
        return ""
    words = match[0].rstrip()
    end = None if lang.words["reading"]["tight"] else WORD_END.match(text, len(words))
    return text[: end.end()] if end else words


def has_lead_words(text: str, lang: Language) -> bool:
    """Return whether a text begins with lead words, those of the list or others of their shape."""
    plain = lower_capitals(text)
    return bool(find_lead_words(plain, lang) or re.match(lang.words["lead"]["begins"], plain))


def has_clause_words(text: str, lang: Language) -> bool:
    """Return whether a text begins as a preambular paragraph does, or an operative one without its number."""
    return has_lead_words(text, lang) or re.match(lang.words["lead"]["operative"], text) is not None


def _cut_spaced_words(text: str, words: str) -> str:
    """Return the beginning of ``text`` that is ``words`` with spaces between."""
    length = 0
    for character in words:
        length = text.index(character, length) + 1
    return text[:length]
