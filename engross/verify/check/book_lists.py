"""Check the book of a session against its lists, FILE.json beside it: each text once, on its page; its votes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from engross.verify.check.finding import Finding, Findings
from engross.verify.check.rule import EditionFault

LIST_KEYS = frozenset({"front", "pages", "sections", "symbols"})  # by which the lists of a book are known
FRONT, BACK = "the contents", "the lists behind the texts"


def find_list_faults(path: Path) -> Findings | None:
    """Return where a book is not as its lists say; None for a file that has no such lists beside it."""
    try:
        data = json.loads(path.with_suffix(".json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(data, dict) or not data.keys() >= LIST_KEYS:
        return None
    texts = [text for section in data["sections"] for text in section["texts"]]
    return (*_find_repeats(texts), *_find_vote_faults(texts), *_find_page_faults(path, data["front"], texts))


def _find_repeats(texts: list[dict[str, Any]]) -> Iterator[Finding]:
    for symbol, times in Counter(text["symbol"] for text in texts).items():
        if times > 1:
            yield EditionFault.TEXT_REPEATED.make_finding(symbol, text=symbol, times=times)


def _find_vote_faults(texts: list[dict[str, Any]]) -> Iterator[Finding]:
    for text in texts:
        counts = text["votes"].values() if text["votes"] else ()
        votes = 0 if None in counts else sum(counts)  # who did not vote is not known where lists lack a vote
        if votes and text["members"] and votes != text["members"]:
            words = {"text": text["symbol"], "votes": votes, "members": text["members"]}
            yield EditionFault.VOTES_SUM.make_finding(text["symbol"], **words)


def _find_page_faults(path: Path, front: int, texts: list[dict[str, Any]]) -> Iterator[Finding]:
    """Yield a finding for each text that is not on the page that the lists name, or that no link of theirs leads to."""
    last = max((text["page"] for text in texts), default=0)
    with pikepdf.open(path) as pdf:
        led_to = {
            FRONT: _find_targets(pdf, range(front)),
            BACK: _find_targets(pdf, range(front + last, len(pdf.pages))),
        }
    document = pypdfium2.PdfDocument(path)
    try:
        for text in texts:
            at = front + text["page"] - 1
            place = f"page {text['page']}"
            if at >= len(document) or text["number"].replace(" ", "") not in _read_page(document[at]):
                yield EditionFault.LIST_PAGE.make_finding(place, text=text["symbol"], page=text["page"])
            for name, pages in led_to.items():
                if at not in pages:
                    yield EditionFault.LIST_UNLINKED.make_finding(place, list=name, text=text["symbol"])
    finally:
        document.close()


def _find_targets(pdf: pikepdf.Pdf, pages: range) -> set[int]:
    """Return the pages that the links on ``pages`` lead to."""
    number_of = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
    names = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    places = pikepdf.NameTree(names) if names is not None else {}
    targets = set()
    for n in pages:
        for annotation in pdf.pages[n].obj.get("/Annots", ()):
            target = annotation.get("/Dest", annotation.get("/A", pikepdf.Dictionary()).get("/D"))
            if isinstance(target, pikepdf.String) and str(target) in places:
                target = places[str(target)]
            if isinstance(target, pikepdf.Array) and target[0].objgen in number_of:
                targets.add(number_of[target[0].objgen])
    return targets


def _read_page(page: pypdfium2.PdfPage) -> str:
    """Return the text of a page without white space."""
    text = page.get_textpage()
    read = "".join(text.get_text_range().split())
    text.close()
    page.close()
    return read
