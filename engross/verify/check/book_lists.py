"""Check the book of a session against its lists, FILE.json beside it: each text once, on its page; its votes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from engross.grammars.language import load_language
from engross.verify.check.finding import Finding, Findings
from engross.verify.check.rule import EditionFault

LIST_KEYS = frozenset({"front", "pages", "sections", "symbols"})  # by which the lists of a book are known
FIGURES = re.compile(r"\d+")
PRINTED = re.compile(r"\(?(\d+)(?:–\d+)?\)?")  # the number of a page, in brackets, or the first of several
LETTERS = re.compile(r" [A-Z]{1,2}(?:-[A-Z]{1,2})?$")  # behind a number: 77/290 B, 77/128 A-B
FRONT, BACK = "the contents", "the lists behind the texts"


@dataclass(frozen=True, slots=True)
class ListLink:
    """A link of a list: the sheet that it stands on and the one that it leads to, from 0, and its place.

    ``told``: the number of the page that it tells to those who listen, "" for none.
    """

    page: int
    target: int
    told: str
    box: tuple[float, float, float, float]


def find_list_faults(path: Path) -> Findings | None:
    """Return where a book is not as its lists say; None for a file that has no such lists beside it."""
    try:
        data = json.loads(path.with_suffix(".json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(data, dict) or not data.keys() >= LIST_KEYS:
        return None
    texts = [text for section in data["sections"] for text in section["texts"]]
    try:
        return (*_find_repeats(texts), *_find_vote_faults(texts), *_find_page_faults(path, data, texts))
    except (pikepdf.PdfError, pypdfium2.PdfiumError):  # that it cannot be opened is told by its validation
        return None


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


def _find_page_faults(path: Path, data: dict[str, Any], texts: list[dict[str, Any]]) -> Iterator[Finding]:
    """Yield a finding for each text that is not on the page that the lists name, or unled to, and each wrong number."""
    front: int = data["front"]
    last = max((text["page"] for text in texts), default=0)
    with pikepdf.open(path) as pdf:
        links = {
            FRONT: tuple(_list_links(pdf, range(front), data["language"])),
            BACK: tuple(_list_links(pdf, range(front + last, len(pdf.pages)), data["language"])),
        }
    document = pypdfium2.PdfDocument(path)
    try:
        for text in texts:
            at = front + text["page"] - 1
            place = f"page {text['page']}"
            if at >= len(document) or not _has_number(document[at], text["number"]):
                yield EditionFault.LIST_PAGE.make_finding(place, text=text["symbol"], page=text["page"])
            for name, own in links.items():
                if at not in {link.target for link in own}:
                    yield EditionFault.LIST_UNLINKED.make_finding(place, list=name, text=text["symbol"])
        yield from _find_number_faults((*links[FRONT], *links[BACK]), document, front, texts)
    finally:
        document.close()


def _number_pages(texts: list[dict[str, Any]]) -> dict[int, set[str]]:
    """Return the figures in the numbers of texts by the page on which they begin: a chart prints them in lines."""
    numbers: dict[int, set[str]] = {}
    for text in texts:
        numbers.setdefault(text["page"], set()).update(FIGURES.findall(text["number"]))
    return numbers


def _find_number_faults(
    links: Iterable[ListLink], document: pypdfium2.PdfDocument, front: int, texts: list[dict[str, Any]]
) -> Iterator[Finding]:
    """Yield a finding for each link that prints the number of another page than it leads to, or tells it to listeners.

    A link tells a page by the words of its language; what it prints may be a line of a text's number, as in the chart.
    """
    numbers = _number_pages(texts)
    for page, own in groupby(links, key=lambda link: link.page):
        text = document[page].get_textpage()
        for link in own:
            leads = link.target - front + 1
            printed = PRINTED.fullmatch("".join(text.get_text_bounded(*link.box).split()))
            named = [link.told] if link.told else []
            if link.told and printed and printed[1] not in numbers.get(leads, ()):
                named.append(printed[1])
            for number in dict.fromkeys(named):
                if int(number) != leads:
                    place = f"sheet {page + 1}"
                    yield EditionFault.LIST_NUMBER.make_finding(place, number=number, page=leads)
        text.close()


def _list_links(pdf: pikepdf.Pdf, pages: range, language: str) -> Iterator[ListLink]:
    """Yield the links on ``pages`` that lead to pages of the book."""
    words = load_language(language).words
    spelled = (re.escape(words[table]["page"]).replace(re.escape("{n}"), r"(\d+)") for table in ("index", "packet"))
    told_by = tuple(map(re.compile, spelled))
    number_of = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
    names = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    places = pikepdf.NameTree(names) if names is not None else {}
    for n in pages:
        for annotation in pdf.pages[n].obj.get("/Annots", ()):
            target = annotation.get("/Dest", annotation.get("/A", pikepdf.Dictionary()).get("/D"))
            if isinstance(target, pikepdf.String) and str(target) in places:
                target = places[str(target)]
            if isinstance(target, pikepdf.Array) and target[0].objgen in number_of:
                left, foot, right, top = map(float, annotation.Rect)
                told = next(filter(None, (p.fullmatch(str(annotation.get("/Contents", ""))) for p in told_by)), None)
                yield ListLink(n, number_of[target[0].objgen], told[1] if told else "", (left, foot, right, top))


def _has_number(page: pypdfium2.PdfPage, number: str) -> bool:
    """Return whether a page has the number of a text: letters of its symbol are printed apart from it, if at all."""
    return LETTERS.sub("", number).replace(" ", "") in _read_page(page)


def _read_page(page: pypdfium2.PdfPage) -> str:
    """Return the text of a page without white space."""
    text = page.get_textpage()
    read = "".join(text.get_text_range().split())
    text.close()
    page.close()
    return read
