"""Repair what an extractor broke in the words of lines: spaces within words, hyphens at the ends of lines.

A repair is made only where the document itself, or the word list of its language, has the whole form; each is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from engross.grammars.language import Language
from engross.model.text import fold
from engross.readers.lines.arabic_word_joins import find_parted_words
from engross.readers.lines.hyphens import WordEdit, estimate_width, find_hyphens
from engross.readers.lines.layout_habits import END_MARKS, PARAGRAPH_END_MARKS
from engross.readers.lines.lines import TEXT_LINE, Line
from engross.readers.lines.narrow_gaps import close_narrow_gaps
from engross.readers.lines.paragraph_numbers import is_bare_marker
from engross.readers.lines.speech import WORD, DocumentVocabulary, has_other_form, rate_halves
from engross.readers.lines.wordlist import is_known_word

WORD_PIECES = re.compile(r"(?<![\w’'-])([^\W\d_]+) ([^\W\d_]+)(?![\w’'-])")
LOOSE_HYPHEN = re.compile(r"(?<=[^\W\d_]) ([-‑])(?=[^\W\d_])")  # capacity -building
PARTED_WORD_END = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")  # the first half of a word that a line's end divides
TWO_WORDS_LIKELIHOOD = 4.2  # halves rated no lower, parted by a line's end, are two words and keep their hyphen
DIVIDED_LINES_SHARE = 0.04  # of the lines: more end with a hyphen only where lines divide words
REST_WITHIN_LINES = 16  # lines of text within which a word may continue behind the notes of its page


@dataclass(frozen=True, slots=True)
class WordRepair:
    """A repair: the line, the words as the source has them, the words as they are read."""

    line: Line
    before: str
    after: str

    @property
    def supplied(self) -> str:
        """The hyphens that the repair put in because an extractor lost them when it joined two lines."""
        return "-" * (fold(self.after).count("-") - fold(self.before).count("-"))


def repair_words(lines: list[Line], lang: Language) -> tuple[list[Line], tuple[WordRepair, ...]]:
    """Return lines with their words repaired, and the repairs; of lines with a layout only narrow gaps are closed."""
    if lang.words["reading"]["tight"]:
        return lines, ()
    if any(line.calls is not None for line in lines):
        return _repair_layout_words(lines, lang)
    words = Counter(_list_whole_words(lines))
    speech = DocumentVocabulary(lang, words)
    measure = sorted(estimate_width(line.text) for line in lines)[int(len(lines) * 0.8)] if lines else 0.0
    has_hyphens = lang.words["language"]["direction"] == "ltr"  # Arabic has no hyphens
    out: list[Line] = []
    repairs: list[WordRepair] = []
    for line in _move_back_paragraph_ends(lines, repairs):
        edits: Iterable[WordEdit] = ()
        if line.kind == TEXT_LINE and has_hyphens:
            edits = (*_find_split_words(line.text, speech), *find_hyphens(line.text, measure, speech))
        elif line.kind == TEXT_LINE:
            edits = find_parted_words(line.text, words, lang)
        out.append(_apply_edits(line, edits, repairs))
    return _mark_dividing_hyphens(out, speech, repairs), tuple(repairs)


def _repair_layout_words(lines: list[Line], lang: Language) -> tuple[list[Line], tuple[WordRepair, ...]]:
    """Return lines with a layout with the narrow gaps within their words closed, and the repairs."""
    if not any(line.narrow for line in lines):
        return lines, ()
    speech = DocumentVocabulary(lang, Counter(_list_whole_words(lines)))
    out: list[Line] = []
    repairs: list[WordRepair] = []
    for line in lines:
        closed, pairs = close_narrow_gaps(line, speech)
        out.append(closed)
        repairs += (WordRepair(line, before, after) for before, after in pairs)
    return out, tuple(repairs)


def _apply_edits(line: Line, edits: Iterable[WordEdit], repairs: list[WordRepair]) -> Line:
    """Return a line with its edits made, each added to ``repairs``; of edits that overlap the first is made."""
    chosen: dict[int, WordEdit] = {}
    taken = bytearray(len(line.text))
    for start, before, after in edits:
        end = start + len(before)
        if not any(taken[start:end]):
            taken[start:end] = bytes([1]) * len(before)
            chosen[start] = (start, before, after)
            repairs.append(WordRepair(line, before, after))
    if not chosen:
        return line
    pieces: list[str] = []
    done = 0
    for start in sorted(chosen):
        _, before, after = chosen[start]
        pieces += [line.text[done:start], after]
        done = start + len(before)
    return replace(line, text="".join([*pieces, line.text[done:]]))


def _list_whole_words(lines: list[Line]) -> Iterator[str]:
    """Yield the words of lines in small letters, but not those that a line's end may have divided."""
    is_divided = False
    for line in lines:
        text = re.sub(r"^[^\W\d_]+", "", line.text) if is_divided else line.text
        is_divided = text.endswith("-")
        text = PARTED_WORD_END.sub("", text) if is_divided else text
        yield from (word.lower() for word in WORD.findall(text))


def _find_split_words(text: str, speech: DocumentVocabulary) -> Iterator[WordEdit]:
    """Yield words that a space parts, whole: one of the pieces is no word, and together they are one."""
    for loose in LOOSE_HYPHEN.finditer(text):
        start = max(0, loose.start() - 3)
        around = text[start : loose.end() + 3]
        yield start, around, LOOSE_HYPHEN.sub(r"\1", around)
    start_at = 0
    while match := WORD_PIECES.search(text, start_at):
        start_at = match.end(1)
        whole = match[1] + match[2]
        is_name = whole.isupper() and speech.words[whole.lower()] > 1 and speech.words[match[1].lower()] == 1  # DDP D
        has_no_word = _is_no_word(match[1], speech) or _is_no_word(match[2], speech)
        if speech.one_letter_words & {match[1].lower(), match[2].lower()}:
            continue
        if not is_name and (not has_no_word or match[2].isupper()):
            continue
        if speech.words[whole.lower()] or (len(whole) > 4 and is_known_word(whole, speech.lang)):
            yield match.start(), match[0], whole
            start_at = match.end()


def _is_no_word(piece: str, speech: DocumentVocabulary) -> bool:
    """Return whether letters are no word by themselves: once in the document, not in the word list, not capitals."""
    return speech.words[piece.lower()] == 1 and not is_known_word(piece, speech.lang) and not piece.isupper()


def _mark_dividing_hyphens(lines: list[Line], speech: DocumentVocabulary, repairs: list[WordRepair]) -> list[Line]:
    """Make hyphens at the ends of lines that only divide a word soft ones."""
    out = list(lines)
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT_LINE]
    split_again = any(a.number == b.number and a.text.endswith("-") for a, b in pairwise(lines))  # PDFium's lines
    divides = split_again or sum(lines[n].text.endswith("-") for n in texts) > DIVIDED_LINES_SHARE * len(texts)
    for at, n in enumerate(texts):
        if end := PARTED_WORD_END.search(lines[n].text):
            near = [re.match(r"[^\W\d_]*", lines[m].text)[0] for m in texts[at + 1 : at + REST_WITHIN_LINES]]  # type: ignore[index]
            divides_this = divides and not re.search(rf"[-‑]{end[0]}$", lines[n].text)
            if rest := _find_word_rest(end[1], near, (divides, divides_this), speech):
                out[n] = replace(lines[n], text=lines[n].text[:-1] + "\u00ad")
                repairs.append(WordRepair(lines[n], f"{end[0]} {rest}", end[1] + rest))
    return out


def _find_word_rest(end: str, near: list[str], often: tuple[bool, bool], speech: DocumentVocabulary) -> str:
    """Return the rest of a word that a hyphen divides; "" for none.

    It begins the next line, or one behind the notes at the foot of the page. ``often``: whether lines divide words;
    whether they do and this word has no other hyphen.
    """
    for n, rest in enumerate(near):
        if n == 0 and speech.words[f"{end}-{rest}".lower()]:
            return ""
        if not rest.islower():
            continue
        if n == 0:
            is_compound = speech.has_form(end) and speech.has_form(rest) and not often[1]
            return (
                rest
                if speech.has_form(end + rest) or (often[0] and not is_compound and _is_divided_word(end, rest, speech))
                else ""
            )
        if min(len(end), len(rest)) > 2 and (
            speech.has_form(end + rest) or has_other_form(end + rest, len(end), speech)
        ):
            return rest
    return ""


def _is_divided_word(end: str, rest: str, speech: DocumentVocabulary) -> bool:
    """Return whether two halves are an unknown word that a line's end divides, and not two words with a hyphen."""
    return has_other_form(end + rest, len(end), speech) or rate_halves((end, rest), speech) < TWO_WORDS_LIKELIHOOD


def _move_back_paragraph_ends(lines: list[Line], repairs: list[WordRepair]) -> list[Line]:
    """Move each end of a paragraph that stands between the paragraph's number and its words behind these."""
    out = list(lines)
    n = 0
    while n + 2 < len(out):
        number, end, first = out[n : n + 3]
        is_astray = (
            end.kind == TEXT_LINE
            and end.text[0].islower()
            and end.text.endswith(PARAGRAPH_END_MARKS)
            and is_bare_marker(number)
        )
        if is_astray and first.gap and first.text[0].isupper():
            stop = next((m for m in range(n + 3, len(out)) if out[m].gap or out[m].kind != TEXT_LINE), len(out))
            if not out[stop - 1].text.endswith(END_MARKS):
                out[n + 1 : stop] = [*out[n + 2 : stop], replace(end, gap=0)]
                repairs.append(WordRepair(end, f"{number.text} {end.text}", f"{number.text} … {end.text}"))
        n += 1
    return out
