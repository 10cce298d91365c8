"""Take the text of a version for its page: the reading edition's, or its paragraphs where a run has made none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from engross.batch.corpus.journal import hash_bytes
from engross.batch.library.catalogue import DAMAGED_HINT, read_paragraphs
from engross.batch.library.values import HeldVersion
from engross.model.notice import Refusal
from engross.model.tree import Where

XHTML = "{http://www.w3.org/1999/xhtml}"
READING_ENDING = ".html"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
DIGEST_DIGITS = 16  # of the SHA-256 that names a style sheet


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A style sheet of reading editions, named by its content, so that pages that look alike share it."""

    name: str
    text: str


def read_view(run: Path, version: HeldVersion) -> Mapping[str, Any]:
    """Return what the page of a version shows of its text. Raises Refusal if a file of the run is damaged.

    ``markup``: the content of the reading edition's ``main``, ready for a page, with its ``sheets``; "" where the run
    has no reading edition, and then ``paragraphs`` are ids and words.
    """
    file = version.find_file(READING_ENDING)
    found = _read_edition(run / version.folder / file.name, file.sha256) if file else None
    if found:
        return {"markup": found[0], "sheets": found[1], "paragraphs": ()}
    return {"markup": "", "sheets": (), "paragraphs": read_paragraphs(run, version)}


def _read_edition(path: Path, sha256: str) -> tuple[str, tuple[StyleSheet, ...]] | None:
    """Return main's content and the style sheets of a reading edition; None for another page, such as a print sheet."""
    data = path.read_bytes() if path.is_file() else b""
    if hash_bytes(data) != sha256:
        raise Refusal("a file of the run is not what it was", DAMAGED_HINT, Where(str(path)))
    try:
        root = etree.fromstring(data, PARSER)
    except etree.XMLSyntaxError:
        return None
    main = root.find(f".//{XHTML}main")
    if main is None or main.get("id") != "main":
        return None
    sheets = tuple(name_sheet(style.text or "") for style in root.iter(f"{XHTML}style"))
    return _spell_content(main), sheets


def name_sheet(text: str) -> StyleSheet:
    """Return a style sheet with the name that its content gives it."""
    return StyleSheet(f"{hash_bytes(text.encode('utf-8'))[:DIGEST_DIGITS]}.css", text)


def _spell_content(main: etree._Element) -> str:
    """Return the content of an element as HTML."""
    main.tail = None
    whole = etree.tostring(main, encoding="unicode", method="html")
    return whole[whole.index(">") + 1 : whole.rindex("</")]
