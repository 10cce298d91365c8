"""The characters of an XML file: what stands outside tags, comments and instructions, well-formed or not.

The scanner knows the signs of XML 1.0 alone. Of ill-formed files it takes as a tag what a person would: a name with
attributes, whose values may lack their quotation marks; any other bracket is a character of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from engross.model import Source

NAME = r"[^\W\d][\w.:-]*+(?<!:)"
VALUE = r"""(?:"[^"<]*+"|'[^'<]*+'|[^\s"'=<>`/]++)"""
TAG = re.compile(rf"</?{NAME}(?:\s++{NAME}(?:\s*+=\s*+{VALUE})?+)*+\s*+/?+>")
# What is no tag and holds no text, or text without signs: how it begins and how it ends.
SECTIONS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}
DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[<>]*>")
REFERENCE = re.compile(r"&(?:#0*(?P<decimal>\d{1,9})|#[xX]0*(?P<hex>[0-9A-Fa-f]{1,8})|(?P<name>[A-Za-z]+\d*));")
PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# References to these are no XML, and stand for nothing.
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_of(source: Source) -> str:
    """Return every character of the text, references and CDATA decoded; metadata and what no reader knows too."""
    return "".join(_stretches(source.text))


def _stretches(text: str) -> Iterator[str]:
    """Yield the text between one tag and the next; each of its characters is looked at a bounded number of times."""
    at = begin = 0
    last = {opener: text.rfind(closer) for opener, closer in SECTIONS.items()}
    while (at := text.find("<", at)) >= 0:
        opener = next((o for o in SECTIONS if text.startswith(o, at)), "")
        end = _end_of_section(text, at, opener) if last.get(opener, -1) > at else _end_of_tag(text, at)
        if end is None:
            at += 1
            continue
        yield _decode(text[begin:at])
        if opener == "<![CDATA[":
            yield text[at + len(opener) : end - 3]
        at = begin = end
    yield _decode(text[begin:])


def _end_of_section(text: str, at: int, opener: str) -> int | None:
    """Return where a comment, instruction or CDATA section that begins at ``at`` ends; None of one that does not."""
    end = text.find(SECTIONS[opener], at + len(opener))
    return end + len(SECTIONS[opener]) if end >= 0 else None


def _end_of_tag(text: str, at: int) -> int | None:
    """Return where the tag or document type that begins at ``at`` ends; None where none begins there."""
    tag = TAG.match(text, at) or DOCTYPE.match(text, at)
    return tag.end() if tag else None


def _decode(text: str) -> str:
    """Return text with its references as the characters that they stand for."""
    decoded = REFERENCE.sub(_character, text) if "&" in text else text
    paired = PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), decoded)
    return NO_CHARACTER.sub("", paired)


def _character(reference: re.Match[str]) -> str:
    """Return the character of a reference; of a name that is not known, and of a number too high, the reference."""
    if reference["name"]:
        return html5.get(f"{reference['name']};", reference[0])
    code = int(reference["decimal"]) if reference["decimal"] else int(reference["hex"], 16)
    return chr(code) if code <= 0x10FFFF else reference[0]
