"""Take the characters of an XML file that stand outside tags, comments and instructions, well-formed or not.

The scanner knows the signs of XML 1.0 alone. In ill-formed files it takes as a tag what a person would: a name with
attributes, whose values may lack their quotation marks; any other bracket is a character of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from engross.model.tree import Source

NAME_PATTERN = r"[^\W\d][\w.:-]*+(?<!:)"
VALUE_PATTERN = r"""(?:"[^"<]*+"|'[^'<]*+'|[^\s"'=<>`/]++)"""
TAG_PATTERN = re.compile(rf"</?{NAME_PATTERN}(?>(?:\s++{NAME_PATTERN}(?>(?:\s*+=\s*+{VALUE_PATTERN})?))*)\s*+/?+>")
# Comments and instructions hold no text, CDATA sections text without markup: how each begins and ends.
SECTION_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}
DOCTYPE_PATTERN = re.compile(r"<!DOCTYPE\s[^\[<>]*>")
REFERENCE_PATTERN = re.compile(r"&(?:#0*(?P<decimal>\d{1,9})|#[xX]0*(?P<hex>[0-9A-Fa-f]{1,8})|(?P<name>[A-Za-z]+\d*));")
SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# XML does not allow these, even as references.
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_of(source: Source) -> str:
    """Return every character of the text, references and CDATA decoded; metadata and unknown elements included."""
    return "".join(_text_between_tags(source.text))


def _text_between_tags(text: str) -> Iterator[str]:
    """Yield the stretches of text between tags; each character is looked at a bounded number of times."""
    at = begin = 0
    last = {opener: text.rfind(closer) for opener, closer in SECTION_ENDS.items()}
    while (at := text.find("<", at)) >= 0:
        opener = next((o for o in SECTION_ENDS if text.startswith(o, at)), "")
        end = _find_section_end(text, at, opener) if last.get(opener, -1) > at else _find_tag_end(text, at)
        if end is None:
            at += 1
            continue
        yield _decode_references(text[begin:at])
        if opener == "<![CDATA[":
            yield text[at + len(opener) : end - 3]
        at = begin = end
    yield _decode_references(text[begin:])


def _find_section_end(text: str, at: int, opener: str) -> int | None:
    """Return the end of the comment, instruction or CDATA section that begins at ``at``; None if it has none."""
    end = text.find(SECTION_ENDS[opener], at + len(opener))
    return end + len(SECTION_ENDS[opener]) if end >= 0 else None


def _find_tag_end(text: str, at: int) -> int | None:
    """Return the end of the tag or document type that begins at ``at``; None if none begins there."""
    tag = TAG_PATTERN.match(text, at) or DOCTYPE_PATTERN.match(text, at)
    return tag.end() if tag else None


def _decode_references(text: str) -> str:
    """Replace references by the characters that they stand for; remove characters that XML does not allow."""
    decoded = REFERENCE_PATTERN.sub(_decode_reference, text) if "&" in text else text
    paired = SURROGATE_PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), decoded)
    return NO_CHARACTER.sub("", paired)


def _decode_reference(reference: re.Match[str]) -> str:
    """Return the character of a reference; the reference itself if its name is unknown or its number too high."""
    if reference["name"]:
        return html5.get(f"{reference['name']};", reference[0])
    code = int(reference["decimal"]) if reference["decimal"] else int(reference["hex"], 16)
    return chr(code) if code <= 0x10FFFF else reference[0]
