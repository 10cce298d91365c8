"""Repair ill-formed XML: balance its tags, spell bare signs, report every repair.

The old presidential statements close a tag that was never opened where another was left open; an annex that is cut
short leaves its own tags open (un-documents: health of the official XML). No character of the text is lost or moved.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from engross.model.limits import MARKUP_DEPTH, MB, TEXT_BYTES
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.text import shorten_text
from engross.model.tree import Where
from engross.readers.akn.markup import ATTRIBUTE, XmlMark, XmlMarkKind, find_unmatched_ends, scan_marks

BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)(?P<entity>[A-Za-z]+\d*;)?")
# Signs in the words between tags that XML 1.0 does not allow: a bracket that opens no tag (“<https://www.un.org>”,
# “p <x”; but not one that a broken tag may have left), the end of a section that never began, numbers of characters.
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
REPEATED_MENDS = 20  # repairs of a kind that are reported one by one
END_TAG_LOOKAHEAD = 64  # end tags of other names that are skipped in the search for the one that closes an element


@dataclass
class BalancedXml:
    """A text under repair: its file, the output so far, the names of the open elements, the repairs.

    ``words``: the words between the tags, decoded. ``mends``: the indexes of repairs, by fault and remedy.
    ``lines``: the indexes of the line ends of the text.
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
        """Record a repair at a character of the text: what was wrong, and what was done."""
        self.mends.setdefault((what, done), []).append(at)

    def notices(self) -> tuple[Notice, ...]:
        """Return a notice for each repair, in the order of the text.

        Of a kind with more than REPEATED_MENDS repairs, one notice stands for the rest.
        """
        repairs = [(at, what, done) for (what, done), places in self.mends.items() for at in places[:REPEATED_MENDS]]
        repairs += [
            (places[REPEATED_MENDS], what, f"{done}, and so in {len(places) - REPEATED_MENDS:,} places from here")
            for (what, done), places in self.mends.items()
            if len(places) > REPEATED_MENDS
        ]
        return tuple(
            make_notice(Code.XML_MENDED, self.where(at), what=what, done=done)
            for at, what, done in sorted(repairs, key=lambda mend: mend[0])
        )

    def close(self) -> None:
        """Close the element that was opened last."""
        self.out.append(f"</{self.open.pop()}>")


def balance_tags(text: str, file: str) -> BalancedXml:
    """Return the repaired text; elements that are open at its end are left open.

    Raises Refusal if elements are nested more than MARKUP_DEPTH deep, or too many words stand without a tag.
    """
    balanced, marks = BalancedXml(file, text), tuple(scan_marks(text))
    ends, at = find_unmatched_ends(marks), 0
    for n, mark in enumerate(marks):
        _write_words(balanced, at, mark.begin)
        at = mark.end
        if mark.kind is XmlMarkKind.SECTION:
            balanced.out.append(text[mark.begin : mark.end])
            balanced.words.append(mark.words)
        elif mark.kind is XmlMarkKind.END:
            _close_end_tag(balanced, mark, ends.names(n + 1, END_TAG_LOOKAHEAD))
        else:
            _write_start_tag(balanced, mark)
    _write_words(balanced, at, len(text))
    return balanced


def _write_start_tag(balanced: BalancedXml, mark: XmlMark) -> None:
    """Write a start tag, or that of an empty element, with its values in quotation marks."""

    def quoted(attribute: re.Match[str]) -> str:
        if attribute["value"] and not attribute["bare"]:
            return attribute[0]
        balanced.tell(
            mark.begin, f"the attribute{shorten_text(attribute[0])} has no quotation marks", "they were added"
        )
        return f' {attribute["name"]}="{attribute["bare"] or ""}"'

    attributes = BARE_AMPERSAND.sub(lambda sign: html.escape(sign[0]), ATTRIBUTE.sub(quoted, mark.attributes))
    balanced.out.append(f"<{mark.name}{attributes}{'/' * (mark.kind is XmlMarkKind.EMPTY)}>")
    if mark.kind is XmlMarkKind.START:
        balanced.open.append(mark.name)
    if len(balanced.open) > MARKUP_DEPTH:
        raise make_depth_refusal(balanced.where(mark.begin))


def make_depth_refusal(where: Where) -> Refusal:
    """Return the refusal for elements that are nested too deep."""
    what = f"elements are nested more than {MARKUP_DEPTH} deep, which no resolution needs"
    return Refusal(what, "separate the elements there; the official files are up to 13 deep", where)


def _write_words(balanced: BalancedXml, begin: int, end: int) -> None:
    """Write the words between two marks, escaped. Raises Refusal if they have more than TEXT_BYTES bytes."""
    if end - begin > TEXT_BYTES // UTF_8_MAX_BYTES and len(balanced.text[begin:end].encode("utf-8")) > TEXT_BYTES:
        what = f"more than {TEXT_BYTES // MB} MB of text stand here without a tag"
        raise Refusal(what, "divide the text into paragraphs", balanced.where(begin))
    escaped = _escape_words(balanced, begin, end)
    balanced.out.append(escaped)
    balanced.words.append(
        CHARACTER_REFERENCE.sub(lambda reference: html.unescape(_decode_numbers(reference[0])), escaped)
    )


def _escape_words(balanced: BalancedXml, begin: int, end: int) -> str:
    """Return words with bare &, <, ]]> and invalid numbers of characters as XML spells them."""

    def spelled(sign: re.Match[str]) -> str:
        source = sign[0]
        if sign["numbers"] and all(map(_is_valid_reference, re.findall("&[^;]+;", source))):
            return source
        decoded = _decode_numbers(source) if sign["numbers"] else html.unescape(source)
        entity = sign["entity"] or ""
        if decoded == source and entity and not ABBREVIATION_END.fullmatch(entity):
            return source  # nobody knows what it stands for: the parser says so
        done = f"it was read as “{shorten_text(decoded)}”" if decoded else "it was left out"
        balanced.tell(begin + sign.start(), f"“{shorten_text(source)}” is no sign of XML", done)
        return html.escape(decoded, quote=False)

    return UNESCAPED_SIGN.sub(spelled, balanced.text[begin:end])


def _is_valid_reference(reference: str) -> bool:
    """Return whether a numeric reference is written as XML writes it and stands for a character that XML allows."""
    number = CHARACTER_NUMBER.fullmatch(reference)
    if number is None or number["x"] == "X":
        return False
    character = _decode_number(number)
    return character != reference and not INVALID_CHARACTER.match(character)


def _decode_numbers(numbers: str) -> str:
    """Return the characters that numeric references stand for: surrogates paired, characters that XML forbids left out.

    A number that is too high is kept as written.
    """
    decoded = CHARACTER_NUMBER.sub(_decode_number, numbers)
    whole = SURROGATE_PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), decoded)
    return INVALID_CHARACTER.sub("", whole)


def _decode_number(number: re.Match[str]) -> str:
    code = int(number["decimal"]) if number["decimal"] else int(number["hex"], 16)
    return chr(code) if code <= 0x10FFFF else number[0]


def _close_end_tag(balanced: BalancedXml, mark: XmlMark, following: Iterator[str]) -> None:
    """Close the element of an end tag, first the elements left open in it.

    If no such element is open, the tag is left out, or closes the element opened last if no tag after it does.
    ``following``: the names of the end tags after it that close what was opened before them.
    """
    name, at = mark.name, mark.begin
    if name in balanced.open:
        while balanced.open[-1] != name:
            balanced.tell(at, f"<{balanced.open[-1]}> is not closed before </{name}>", "it was closed there")
            balanced.close()
        balanced.close()
    elif balanced.open and next((n for n in following if n in balanced.open), "") != balanced.open[-1]:
        balanced.tell(
            at, f"</{name}> stands where <{balanced.open[-1]}> ends", f"it was read as </{balanced.open[-1]}>"
        )
        balanced.close()
    else:
        balanced.tell(at, f"</{name}> closes nothing", "it was left out")
