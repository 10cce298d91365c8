"""What an extractor broke in the words of lines, mended: spaces within words, hyphens at the ends of lines.

A mend is made only where the document itself, or the word list of its language, has the whole form; each is told.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise

from engross.language import Language
from engross.structure.raw.lines import TEXT, Line
from engross.structure.raw.paragraphs import CLOSED, ENDS, alone
from engross.structure.raw.reached import reached
from engross.structure.raw.wordlist import knows, times
from engross.text import fold

WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
JOINT = re.compile(r"[^\W_]+(?:[-‑’][^\W_]+)*(?![\w\u00ad-])")
WIDTHS = dict.fromkeys("iljtfrI.,;:'’()[]!| ", 0.6) | dict.fromkeys("mwMWшщжмюфыШЩЖМЮФЫ", 1.5)
PIECES = re.compile(r"(?<![\w’'-])([^\W\d_]+) ([^\W\d_]+)(?![\w’'-])")
LOOSE = re.compile(r"(?<=[^\W\d_]) ([-‑])(?=[^\W\d_])")  # capacity -building
PARTED_END = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")  # the first half of a word that a line's end divides
LONGER = 1.07  # of the measure: a line that may have been joined with the next where a hyphen stood
LIKELY = 3.0  # how likely a hyphen must be in a line that need not have lost one
SURELY_TWO = 4.2  # how likely two words must be that a line's end parts, to keep their hyphen
SURELY = 1.3  # of the measure: a line that was
SELDOM = 3  # times that a word may stand in a document without its hyphen
DIVIDES = 0.04  # of the lines end with a hyphen: more than do by their words alone
LONGEST = 80  # letters of a word: what is longer is none of any language
STEM = 6  # letters of a word that tell its stem, at the least
OFTEN = 10_000  # times: a first half that makes a word that nobody knows two words
FAR = 16  # lines of text within which a word may go on behind the notes of its page
CASES = re.compile(r"(?<=[a-zß-ÿа-яё])(?=[A-ZÀ-ÞА-ЯЁ])|(?<=[A-ZÀ-Þ]{2})(?=[A-ZÀ-Þ][a-zß-ÿ])")


Edit = tuple[int, str, str]  # where in a line, what stands there, what is read there


@dataclass(frozen=True, slots=True)
class Mend:
    """What was mended, where: the words as the source has them, and as they are read."""

    line: Line
    before: str
    after: str

    @property
    def supplied(self) -> str:
        """The hyphens that the mend put in, since an extractor took them as it joined two lines."""
        return "-" * (fold(self.after).count("-") - fold(self.before).count("-"))


@dataclass(frozen=True)
class Speech:
    """The language of a document, and how often each word stands in it."""

    lang: Language
    words: Counter[str]

    @cached_property
    def alone(self) -> frozenset[str]:
        """The words of one letter that the language has."""
        return frozenset(self.lang.words["reading"]["alone"])

    @cached_property
    def forms(self) -> list[str]:
        """The words of the document in order, each once."""
        return sorted(self.words)

    @cached_property
    def begun(self) -> frozenset[str]:
        """What words with hyphens begin with in the document, up to the hyphen: co-, re-."""
        return frozenset(re.split("(?<=[-‑])", word)[0] for word in self.words if re.search("[-‑]", word))

    @cached_property
    def stems(self) -> frozenset[str]:
        """What the words of the document that stand in it more than once begin with."""
        return frozenset(word[:STEM] for word, often in self.words.items() if often > 1)

    def has(self, word: str) -> bool:
        """Whether a form stands in the document, or in the list of its language."""
        return self.words[word.lower()] > 0 or knows(word, self.lang)


def mended(lines: list[Line], lang: Language) -> tuple[list[Line], tuple[Mend, ...]]:
    """Lines with their words whole, and what was mended; lines whose places are known stay as they are."""
    if lang.words["reading"]["tight"] or any(line.calls is not None for line in lines):
        return lines, ()
    words = Counter(_whole_words(lines))
    speech = Speech(lang, words)
    measure = sorted(advance(line.text) for line in lines)[int(len(lines) * 0.8)] if lines else 0.0
    hyphened = lang.words["language"]["direction"] == "ltr"  # Arabic has no hyphens
    out: list[Line] = []
    said: list[Mend] = []
    for line in _returned(lines, said):
        edits: Iterable[Edit] = ()
        if line.kind == TEXT and hyphened:
            text = line.text
            edits = (*_pieces(text, speech), *_joined(text, measure, speech), *_known(text, speech))
        elif line.kind == TEXT:
            edits = reached(line.text, words, lang)
        out.append(_edited(line, edits, said))
    return _divided(out, speech, said), tuple(said)


def _edited(line: Line, edits: Iterable[Edit], said: list[Mend]) -> Line:
    """Return a line with its edits made, each told in ``said``; of edits that overlap the first is made."""
    chosen: dict[int, Edit] = {}
    taken = bytearray(len(line.text))
    for start, before, after in edits:
        end = start + len(before)
        if not any(taken[start:end]):
            taken[start:end] = bytes([1]) * len(before)
            chosen[start] = (start, before, after)
            said.append(Mend(line, before, after))
    if not chosen:
        return line
    pieces: list[str] = []
    done = 0
    for start in sorted(chosen):
        _, before, after = chosen[start]
        pieces += [line.text[done:start], after]
        done = start + len(before)
    return replace(line, text="".join([*pieces, line.text[done:]]))


def _whole_words(lines: list[Line]) -> Iterator[str]:
    """The words of lines, but for those of which a line's end may have made two."""
    divided = False
    for line in lines:
        text = re.sub(r"^[^\W\d_]+", "", line.text) if divided else line.text
        divided = text.endswith("-")
        text = PARTED_END.sub("", text) if divided else text
        yield from (word.lower() for word in WORD.findall(text))


def _pieces(text: str, speech: Speech) -> Iterator[Edit]:
    """Words that a space parts, whole: one of the pieces is no word, and together they are one."""
    for loose in LOOSE.finditer(text):
        start = max(0, loose.start() - 3)
        around = text[start : loose.end() + 3]
        yield start, around, LOOSE.sub(r"\1", around)
    at = 0
    while found := PIECES.search(text, at):
        at = found.end(1)
        whole = found[1] + found[2]
        named = whole.isupper() and speech.words[whole.lower()] > 1 and speech.words[found[1].lower()] == 1  # DDP D
        lone = _lone(found[1], speech) or _lone(found[2], speech)
        if speech.alone & {found[1].lower(), found[2].lower()}:
            continue
        if not named and (not lone or found[2].isupper()):
            continue
        if speech.words[whole.lower()] or (len(whole) > 4 and knows(whole, speech.lang)):
            yield found.start(), found[0], whole
            at = found.end()


def _lone(piece: str, speech: Speech) -> bool:
    """Whether letters are no word by themselves: neither here a second time, nor in the list of the language."""
    return speech.words[piece.lower()] == 1 and not knows(piece, speech.lang) and not piece.isupper()


def _joined(text: str, measure: float, speech: Speech) -> Iterator[Edit]:
    """Words from which an extractor took the hyphen as it joined two lines, with their hyphens."""
    if not _run_on(text, measure):
        return
    widths = [0.0, *accumulate(map(_advance, text))]
    words = [word for word in JOINT.finditer(text) if len(word[0]) <= LONGEST]
    lefts = [widths[word.start()] for word in words]
    rights = [widths[word.end()] for word in words]
    seam, sure = measure, widths[-1] > SURELY * measure
    while seam < widths[-1]:
        near = range(bisect_right(rights, seam - 0.22 * measure), bisect_left(lefts, seam + 0.06 * measure))
        found = [
            (score - 1.5 * abs(place - seam) / (0.1 * measure), place, word[0], hyphened, word.start())
            for word, at, right in ((words[n], lefts[n], rights[n]) for n in near)
            for score, cut, hyphened in _hyphened(word[0], speech)
            if sure or (min(cut, 1 - cut) * len(word[0]) > 3.9 and word[0].isalpha())
            for place in (at + (right - at) * cut,)
        ]
        best = max(found, default=(0.0, seam, "", "", 0))
        if best[0] > 0 if sure else best[0] > LIKELY:
            yield best[4], best[2], best[3]
        seam = (best[1] if best[0] > 0 else seam) + measure


def _known(text: str, speech: Speech) -> Iterator[Edit]:
    """Words that nobody knows without the hyphen that they have elsewhere in the document, oftener than not."""
    first: dict[str, int] = {}
    for found in WORD.finditer(text):
        first.setdefault(found[0], found.start())
    for word, start in first.items():
        often = speech.words[word.lower()]
        cased = CASES.search(word) is not None
        if (
            4 < len(word) <= LONGEST
            and not word.isupper()
            and (cased or (often <= SELDOM and not knows(word, speech.lang)))
        ):
            whole = _seen(word, speech)
            if whole and (cased or speech.words[whole.lower()] >= often):
                yield start, word, whole


def _seen(word: str, speech: Speech) -> str:
    """A word with a hyphen more, as the document has it elsewhere; "" for none."""
    splits = ((word[:n], word[n:]) for n in range(2, len(word) - 1))
    return next((f"{a}-{b}" for a, b in splits if speech.words[f"{a}-{b}".lower()]), "")


def _run_on(text: str, measure: float) -> bool:
    """Whether a line is longer than any of its text should be, and no columns side by side."""
    return advance(text) > LONGER * measure > 0 and "   " not in text


def advance(text: str) -> float:
    """About how wide a text is set, in letters of usual width."""
    return sum(map(_advance, text))


def _advance(character: str) -> float:
    return WIDTHS.get(character, 1.25 if character.isupper() else 1.0)


def _hyphened(word: str, speech: Speech) -> Iterator[tuple[float, float, str]]:
    """The ways to give a word the hyphen that it may have lost: how likely, where in it (0 to 1), the word so.

    It has it elsewhere in the document; a capital or a digit shows it; nobody knows the word, but its halves.
    """
    for n in range(2, len(word) - 1):
        a, b = word[:n], word[n:]
        hyphened, halves = f"{a}-{b}", (re.split("[-‑’]", a)[-1], re.split("[-‑’]", b)[0])
        whole = "".join(halves)
        score = 9.0 if speech.words[hyphened.lower()] else 0.0
        if not all(halves):
            continue
        if CASES.match(word, n) or (a[-1].isdigit() and len(b) > 3 and b.isalpha()):
            score = max(score, 7.0)
        elif not knows(whole, speech.lang) and speech.words[whole.lower()] <= (SELDOM if whole == word else 0):
            score = max(score, 0.0 if _inflected(whole, len(halves[0]), speech) else _of_halves(halves, speech))
        if score > 0:
            yield score, n / len(word), hyphened


def _inflected(word: str, cut: int, speech: Speech) -> bool:
    """Whether the document has another form of a word, which goes on beyond its cut: procesos, proceso."""
    begins, small = word[: cut + 2].lower(), word.lower()
    first = bisect_left(speech.forms, begins)
    return any(other.startswith(begins) and other != small for other in speech.forms[first : first + 2])


def _of_halves(halves: tuple[str, str], speech: Speech) -> float:
    """How likely two words stand about a lost hyphen, from 0 to 6."""
    a, b = halves
    both = speech.has(a) and speech.has(b)
    least = min(times(half, speech.lang) or 100 * speech.words[half.lower()] for half in halves)
    if both and len(b) > 4 and f"{a}-" in speech.begun:
        return 6.5
    if both and min(len(a), len(b)) > 2:
        return 4.0 + min(2.0, least / OFTEN)
    if both and times(min(halves, key=len), speech.lang) > 20 * OFTEN:
        return 3.5
    if len(a) > 2 and times(a, speech.lang) > OFTEN and _stemmed(b, speech):
        return 4.0
    if min(len(a), len(b)) > STEM and _stemmed(a, speech) and _stemmed(b, speech):
        return 4.0
    return 0.0


def _stemmed(word: str, speech: Speech) -> bool:
    """Whether a word that no list has begins as one that it has: neighbourliness as neighbour; or one of the text."""
    known = any(knows(word[:n], speech.lang) for n in range(STEM, min(len(word), LONGEST) + 1))
    return known or (len(word) > STEM and word[:STEM].lower() in speech.stems)


def _divided(lines: list[Line], speech: Speech, said: list[Mend]) -> list[Line]:
    """Lines with the hyphens that only divide a word at their ends as soft ones."""
    out = list(lines)
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT]
    cut = any(a.number == b.number and a.text.endswith("-") for a, b in pairwise(lines))  # PDFium's lines
    often = cut or sum(lines[n].text.endswith("-") for n in texts) > DIVIDES * len(texts)
    for at, n in enumerate(texts):
        if end := PARTED_END.search(lines[n].text):
            near = [re.match(r"[^\W\d_]*", lines[m].text)[0] for m in texts[at + 1 : at + FAR]]  # type: ignore[index]
            many = often and not re.search(rf"[-‑]{end[0]}$", lines[n].text)
            if rest := _rest(end[1], near, (often, many), speech):
                out[n] = replace(lines[n], text=lines[n].text[:-1] + "\u00ad")
                said.append(Mend(lines[n], f"{end[0]} {rest}", end[1] + rest))
    return out


def _rest(end: str, near: list[str], often: tuple[bool, bool], speech: Speech) -> str:
    """The rest of a word that a hyphen divides; "" for none.

    It begins the next line, or one behind the notes at the foot of the page. ``often``: whether lines divide words;
    and whether this word has no other hyphen.
    """
    for n, rest in enumerate(near):
        if n == 0 and speech.words[f"{end}-{rest}".lower()]:
            return ""
        if not rest.islower():
            continue
        if n == 0:
            known = speech.has(end) and speech.has(rest) and not often[1]
            return rest if speech.has(end + rest) or (often[0] and not known and _torn(end, rest, speech)) else ""
        if min(len(end), len(rest)) > 2 and (speech.has(end + rest) or _inflected(end + rest, len(end), speech)):
            return rest
    return ""


def _torn(end: str, rest: str, speech: Speech) -> bool:
    """Whether the halves of a word that nobody knows are none by themselves, in a text whose lines divide words."""
    return _inflected(end + rest, len(end), speech) or _of_halves((end, rest), speech) < SURELY_TWO


def _returned(lines: list[Line], said: list[Mend]) -> list[Line]:
    """Lines with each end of a paragraph that stands between its number and its words behind these."""
    out = list(lines)
    n = 0
    while n + 2 < len(out):
        number, end, first = out[n : n + 3]
        astray = end.kind == TEXT and end.text[0].islower() and end.text.endswith(CLOSED) and alone(number)
        if astray and first.gap and first.text[0].isupper():
            stop = next((m for m in range(n + 3, len(out)) if out[m].gap or out[m].kind != TEXT), len(out))
            if not out[stop - 1].text.endswith(ENDS):
                out[n + 1 : stop] = [*out[n + 2 : stop], replace(end, gap=0)]
                said.append(Mend(end, f"{number.text} {end.text}", f"{number.text} … {end.text}"))
        n += 1
    return out
