"""Ill-formed XML made well-formed: tags balanced by what closes what, bare signs spelled, every mend told.

The old presidential statements close a tag that was never opened where another was left open; a cut annex leaves
its own tags open (un-documents: health of the official XML). No character of the text is lost or moved.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from engross.model.limits import MARKUP_DEPTH, MB, TEXT_BYTES
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.tree import Where
from engross.readers.akn.markup import ATTRIBUTE, XmlMark, XmlMarkKind, find_unmatched_ends, scan_marks

BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)(?P<entity>[A-Za-z]+\d*;)?")
# What words between tags may have that XML 1.0 does not: a bracket that opens no tag (“<https://www.un.org>”, “p <x”;
# one that a broken tag may have left is not spelled), the end of a section that never began, numbers of characters.
UNESCAPED_SIGN = re.compile(
    r"(?P<bracket><(?!/?[^\W\d][\w.:-]*+\s++[\w.:-]++\s*+=|[!?/]))|(?P<end>\]\]>)"
    rf"|(?P<numbers>(?:&#(?:\d+|[xX][0-9A-Fa-f]+);)+)|(?P<ampersand>{BARE_AMPERSAND.pattern})"
)
CHARACTER_NUMBER = re.compile(r"&#(?:0*(?P<decimal>\d{1,9})|(?P<x>[xX])0*(?P<hex>[0-9A-Fa-f]{1,8}));")
SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")  # halves of one character, as UTF-16 has them
INVALID_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, production 2
CHARACTER_REFERENCE = re.compile(rf"{CHARACTER_NUMBER.pattern}|&(?:amp|lt|gt|quot|apos);")
ABBREVIATION_END = re.compile("[A-Z]{1,3};")  # R&D; Q&A;
UTF_8_MAX_BYTES = 4  # bytes of a character at most
REPEATED_MENDS = 20  # mends of a kind that are told one by one
SHOWN_CHARACTERS = 40  # characters that are shown of what is no sign of XML
END_TAG_LOOKAHEAD = 64  # end tags of other names that are looked past for the one that closes an element


@dataclass
class BalancedXml:
    """A text being mended: the text and its file; what was written so far, what stands open, what was done.

    ``words``: what stands between the tags, decoded. ``mends``: the places of each mend, by what was wrong and what was
    done. ``lines``: where the lines of the text end.
    """

    file: str
    text: str
    out: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    mends: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    lines: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = [line.start() for line in re.finditer("\n", self.text)]

    def where(self, at: int) -> Where:
        """Return the place of a character of the text."""
        line = bisect_left(self.lines, at)
        return Where(self.file, line + 1, at - (self.lines[line - 1] if line else -1))

    def tell(self, at: int, what: str, done: str) -> None:
        """Write down a mend at a character of the text."""
        self.mends.setdefault((what, done), []).append(at)

    def notices(self) -> tuple[Notice, ...]:
        """Return a notice for each mend in the order of the text; of many of a kind one stands for the rest."""
        told = [(at, what, done) for (what, done), places in self.mends.items() for at in places[:REPEATED_MENDS]]
        told += [
            (places[REPEATED_MENDS], what, f"{done}, and so in {len(places) - REPEATED_MENDS:,} places from here")
            for (what, done), places in self.mends.items()
            if len(places) > REPEATED_MENDS
        ]
        return tuple(
            make_notice(Code.XML_MENDED, self.where(at), what=what, done=done)
            for at, what, done in sorted(told, key=lambda mend: mend[0])
        )

    def close(self) -> None:
        """Close the element that was opened last."""
        self.out.append(f"</{self.open.pop()}>")


def balance_tags(text: str, file: str) -> BalancedXml:
    """Return the mended text with what was done to it; what still stands open at its end is left open.

    Raises Refusal where elements stand too deep in each other, or words without a tag are too many.
    """
    mended, marks = BalancedXml(file, text), tuple(scan_marks(text))
    ends, at = find_unmatched_ends(marks), 0
    for n, mark in enumerate(marks):
        _write_words(mended, at, mark.begin)
        at = mark.end
        if mark.kind is XmlMarkKind.SECTION:
            mended.out.append(text[mark.begin : mark.end])
            mended.words.append(mark.words)
        elif mark.kind is XmlMarkKind.END:
            _close_end_tag(mended, mark, ends.names(n + 1, END_TAG_LOOKAHEAD))
        else:
            _write_start_tag(mended, mark)
    _write_words(mended, at, len(text))
    return mended


def _write_start_tag(mended: BalancedXml, mark: XmlMark) -> None:
    """Write a start tag, or that of an empty element, its values in quotation marks."""

    def quoted(attribute: re.Match[str]) -> str:
        if attribute["value"] and not attribute["bare"]:
            return attribute[0]
        mended.tell(mark.begin, f"the attribute{_shorten_text(attribute[0])} has no quotation marks", "they were added")
        return f' {attribute["name"]}="{attribute["bare"] or ""}"'

    attributes = BARE_AMPERSAND.sub(lambda sign: html.escape(sign[0]), ATTRIBUTE.sub(quoted, mark.attributes))
    mended.out.append(f"<{mark.name}{attributes}{'/' * (mark.kind is XmlMarkKind.EMPTY)}>")
    if mark.kind is XmlMarkKind.START:
        mended.open.append(mark.name)
    if len(mended.open) > MARKUP_DEPTH:
        raise make_depth_refusal(mended.where(mark.begin))


def make_depth_refusal(where: Where) -> Refusal:
    """Return the refusal of elements that stand too deep in each other."""
    what = f"elements stand in each other more than {MARKUP_DEPTH} deep, which no resolution needs"
    return Refusal(what, "take the elements apart there; the official files are up to 13 deep", where)


def _write_words(mended: BalancedXml, begin: int, end: int) -> None:
    """Write the words between two marks, spelled as XML has it."""
    if end - begin > TEXT_BYTES // UTF_8_MAX_BYTES and len(mended.text[begin:end].encode("utf-8")) > TEXT_BYTES:
        what = f"more than {TEXT_BYTES // MB} MB of text stand here without a tag"
        raise Refusal(what, "put the text into paragraphs", mended.where(begin))
    spelled = _escape_words(mended, begin, end)
    mended.out.append(spelled)
    mended.words.append(
        CHARACTER_REFERENCE.sub(lambda reference: html.unescape(_decode_numbers(reference[0])), spelled)
    )


def _escape_words(mended: BalancedXml, begin: int, end: int) -> str:
    """Return words with bare &, <, ]]> and numbers of what is no character as XML spells them."""

    def spelled(sign: re.Match[str]) -> str:
        said = sign[0]
        if sign["numbers"] and all(map(_is_valid_reference, re.findall("&[^;]+;", said))):
            return said
        read = _decode_numbers(said) if sign["numbers"] else html.unescape(said)
        entity = sign["entity"] or ""
        if read == said and entity and not ABBREVIATION_END.fullmatch(entity):
            return said  # nobody knows what it stands for: the parser says so
        done = f"it was read as “{_shorten_text(read)}”" if read else "it was left out"
        mended.tell(begin + sign.start(), f"“{_shorten_text(said)}” is no sign of XML", done)
        return html.escape(read, quote=False)

    return UNESCAPED_SIGN.sub(spelled, mended.text[begin:end])


def _shorten_text(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def _is_valid_reference(reference: str) -> bool:
    """Whether a reference by number is written as XML writes it and stands for a character that XML may have."""
    number = CHARACTER_NUMBER.fullmatch(reference)
    if number is None or number["x"] == "X":
        return False
    character = _decode_number(number)
    return character != reference and not INVALID_CHARACTER.match(character)


def _decode_numbers(numbers: str) -> str:
    """Return what numbers of characters stand for: halves put together, nothing for what is no character of XML.

    A number that is too high is kept as it is written.
    """
    decoded = CHARACTER_NUMBER.sub(_decode_number, numbers)
    whole = SURROGATE_PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), decoded)
    return INVALID_CHARACTER.sub("", whole)


def _decode_number(number: re.Match[str]) -> str:
    code = int(number["decimal"]) if number["decimal"] else int(number["hex"], 16)
    return chr(code) if code <= 0x10FFFF else number[0]


def _close_end_tag(mended: BalancedXml, mark: XmlMark, following: Iterator[str]) -> None:
    """Close what an end tag closes; what was left open in it first; nothing, or a wrong name's element, for a stray.

    ``following``: the names of the end tags after it that close what stands open there.
    """
    name, at = mark.name, mark.begin
    if name in mended.open:
        while mended.open[-1] != name:
            mended.tell(at, f"<{mended.open[-1]}> is not closed before </{name}>", "it was closed there")
            mended.close()
        mended.close()
    elif mended.open and next((n for n in following if n in mended.open), "") != mended.open[-1]:
        mended.tell(at, f"</{name}> stands where <{mended.open[-1]}> ends", f"it was read as </{mended.open[-1]}>")
        mended.close()
    else:
        mended.tell(at, f"</{name}> closes nothing", "it was left out")
