"""What an extractor broke in the words of lines, mended: spaces within words, hyphens at the ends of lines.

A mend is made only where the document itself, or the word list of its language, has the whole form; each is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.language import Language
from engross.structure.raw.lines import TEXT, Line
from engross.structure.raw.paragraphs import CLOSED, ENDS, alone, width
from engross.structure.raw.wordlist import knows, times

WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
PIECES = re.compile(r"(?<![\w’'-])([^\W\d_]+) ([^\W\d_]+)(?![\w’'-])")
LOOSE = re.compile(r"(?<=[^\W\d_]) ([-‑])(?=[^\W\d_])")  # capacity -building
LONGER = 1.3  # of the measure: a line that was joined with the next where a hyphen stood
SELDOM = 3  # times that a word may stand in a document without its hyphen
DIVIDES = 0.04  # of the lines end with a hyphen: more than do by their words alone
STEM = 6  # letters of a word that tell its stem, at the least
OFTEN = 10_000  # times: a first half that makes a word that nobody knows two words
FAR = 16  # lines of text within which a word may go on behind the notes of its page
CASES = re.compile(r"(?<=[a-zß-ÿа-яё])(?=[A-ZÀ-ÞА-ЯЁ])|(?<=[A-ZÀ-Þ]{2})(?=[A-ZÀ-Þ][a-zß-ÿ])")


@dataclass(frozen=True, slots=True)
class Mend:
    """What was mended, where: the words as the source has them, and as they are read."""

    line: Line
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Speech:
    """The language of a document, and how often each word stands in it."""

    lang: Language
    words: Counter[str]

    def has(self, word: str) -> bool:
        """Whether a form stands in the document, or in the list of its language."""
        return self.words[word.lower()] > 0 or knows(word, self.lang)


def mended(lines: list[Line], lang: Language) -> tuple[list[Line], tuple[Mend, ...]]:
    """Lines with their words whole, and what was mended; lines whose places are known stay as they are."""
    if lang.words["reading"]["tight"] or any(line.calls is not None for line in lines):
        return lines, ()
    words = Counter(word.lower() for line in lines for word in WORD.findall(line.text))
    speech = Speech(lang, words)
    measure = sorted(map(width, lines))[int(len(lines) * 0.8)] if lines else 0
    out: list[Line] = []
    said: list[Mend] = []
    for line in _returned(lines, said):
        text = line.text
        if line.kind == TEXT:
            for before, after in (*_pieces(text, speech), *_joined(text, measure, speech), *_known(text, speech)):
                if before in text:
                    text = text.replace(before, after, 1)
                    said.append(Mend(line, before, after))
        out.append(replace(line, text=text))
    return _divided(out, speech, said), tuple(said)


def _pieces(text: str, speech: Speech) -> Iterator[tuple[str, str]]:
    """Words that a space parts, whole: one of the pieces is no word, and together they are one."""
    for loose in LOOSE.finditer(text):
        around = text[max(0, loose.start() - 3) : loose.end() + 3]
        yield around, LOOSE.sub(r"\1", around)
    at = 0
    while found := PIECES.search(text, at):
        at = found.end(1)
        whole = found[1] + found[2]
        if not (_lone(found[1], speech) or _lone(found[2], speech)) or (not found[2].islower() and found[2].isupper()):
            continue
        if speech.words[whole.lower()] or (len(whole) > 4 and knows(whole, speech.lang)):
            yield found[0], whole
            at = found.end()


def _lone(piece: str, speech: Speech) -> bool:
    """Whether letters are no word by themselves: neither here a second time, nor in the list of the language."""
    return speech.words[piece.lower()] == 1 and not knows(piece, speech.lang) and not piece.isupper()


def _joined(text: str, measure: int, speech: Speech) -> Iterator[tuple[str, str]]:
    """Words from which an extractor took the hyphen as it joined two lines, with their hyphens."""
    for seam in range(measure, int(len(text) - 0.1 * measure), measure) if _run_on(text, measure) else ():
        found = (word for word in WORD.finditer(text) if abs((word.start() + word.end()) / 2 - seam) < 0.2 * measure)
        torn = [(word[0], _hyphened(word[0], speech), word) for word in found if _suspect(word[0], speech)]
        near = [(abs((word.start() + word.end()) / 2 - seam), a, b) for a, b, word in torn if b]
        seen = [one for one in near if speech.words[one[2].lower()]]
        if near:
            _, joined, hyphened = min(seen or near)
            yield joined, hyphened


def _known(text: str, speech: Speech) -> Iterator[tuple[str, str]]:
    """Words that nobody knows without the hyphen that they have elsewhere in the document, oftener than not."""
    for word in dict.fromkeys(WORD.findall(text)):
        often = speech.words[word.lower()]
        cased = CASES.search(word) is not None
        if len(word) > 4 and (often <= SELDOM or cased) and not knows(word, speech.lang):
            whole = _seen(word, speech)
            if whole and (cased or speech.words[whole.lower()] >= often):
                yield word, whole


def _seen(word: str, speech: Speech) -> str:
    """A word with a hyphen more, as the document has it elsewhere; "" for none."""
    splits = ((word[:n], word[n:]) for n in range(2, len(word) - 1))
    return next((f"{a}-{b}" for a, b in splits if speech.words[f"{a}-{b}".lower()]), "")


def _run_on(text: str, measure: int) -> bool:
    """Whether a line is longer than any of its text should be, and no columns side by side."""
    return len(text) > LONGER * measure > 0 and "   " not in text


def _suspect(word: str, speech: Speech) -> bool:
    """Whether a word may be two that lost their hyphen: a long one, no other place of the document has it."""
    often = speech.words[word.lower()]
    return len(word) > 4 and "-" not in word and (often == 1 or (often == 2 and not knows(word, speech.lang)))


def _hyphened(word: str, speech: Speech) -> str:
    """A word with the hyphen that it lost: as the document has it elsewhere, else between two words; "" for none."""
    splits = [(word[:n], word[n:]) for n in range(2, len(word) - 1)]
    seen = _seen(word, speech)
    if seen or knows(word, speech.lang):
        return seen
    cased = CASES.search(word)
    if cased:
        return f"{word[: cased.start()]}-{word[cased.start() :]}"
    both = [(a, b) for a, b in splits if speech.has(a) and speech.has(b) and min(len(a), len(b)) > 2]
    begun = [(a, b) for a, b in splits if len(a) > 2 and times(a, speech.lang) > OFTEN and _stemmed(b, speech)]
    a, b = max(
        both or begun, key=lambda pair: min(times(half, speech.lang) or OFTEN for half in pair), default=("", "")
    )
    return f"{a}-{b}" if a else ""


def _stemmed(word: str, speech: Speech) -> bool:
    """Whether a word that no list has begins as one that it has: neighbourliness as neighbour."""
    return any(knows(word[:n], speech.lang) for n in range(STEM, len(word) + 1))


def _divided(lines: list[Line], speech: Speech, said: list[Mend]) -> list[Line]:
    """Lines with the hyphens that only divide a word at their ends as soft ones."""
    out = list(lines)
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT]
    often = sum(lines[n].text.endswith("-") for n in texts) > DIVIDES * len(texts)
    for at, n in enumerate(texts):
        if end := re.search(r"([^\W\d_]+)-$", lines[n].text):
            near = [found[0] for m in texts[at + 1 : at + FAR] if (found := re.match(r"[^\W\d_]+", lines[m].text))]
            if rest := _rest(end[1], near, often, speech):
                out[n] = replace(lines[n], text=lines[n].text[:-1] + "\u00ad")
                said.append(Mend(lines[n], f"{end[0]} {rest}", end[1] + rest))
    return out


def _rest(end: str, near: list[str], often: bool, speech: Speech) -> str:
    """The rest of a word that a hyphen divides; "" for none.

    It begins the next line, or one behind the notes at the foot of the page.
    """
    for n, rest in enumerate(near):
        if not rest.islower() or speech.words[f"{end}-{rest}".lower()]:
            continue
        known = n == 0 and (speech.has(end + rest) or (often and _torn(end, rest, speech)))
        if known or (n and len(rest) > 2 and speech.has(end + rest) and not speech.has(end + near[0])):
            return rest
    return ""


def _torn(end: str, rest: str, speech: Speech) -> bool:
    """Whether the halves of a word that nobody knows are none by themselves, in a text whose lines divide words."""
    halves = [len(half) > 2 and (speech.words[half.lower()] > 1 or knows(half, speech.lang)) for half in (end, rest)]
    return not all(halves)


def _returned(lines: list[Line], said: list[Mend]) -> list[Line]:
    """Lines with each end of a paragraph that stands between its number and its words behind these."""
    out = list(lines)
    n = 0
    while n + 2 < len(out):
        number, end = out[n], out[n + 1]
        stop = next((m for m in range(n + 3, len(out)) if out[m].gap or out[m].kind != TEXT), len(out))
        words = out[n + 2 : stop]
        astray = alone(number) and end.text[0].islower() and end.text.endswith(CLOSED) and end.kind == TEXT
        if astray and words[0].gap and words[0].text[0].isupper() and not words[-1].text.endswith(ENDS):
            out[n + 1 : stop] = [*words, replace(end, gap=0)]
            said.append(Mend(end, f"{number.text} {end.text}", f"{number.text} … {end.text}"))
        n += 1
    return out
