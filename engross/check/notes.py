"""The linter's rules for notes: calls and notes one to one, in one order, in one file, with a way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from engross.check.finding import Finding
from engross.check.opened import Element, Opened, X, elements, place, roles
from engross.check.rule import Rule

CALL, NOTE, BACK = ("doc-noteref", "noteref"), ("doc-footnote", "footnote"), ("doc-backlink", "backlink")

# What may follow the notes: nothing of these.
TEXT = {f"{X}{tag}" for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th")}
EXCERPT = 20  # characters shown of a text


def calls(book: Opened) -> Iterator[Finding]:
    """Calls that lead to no note or to another file; notes that no call, or more than one, leads to."""
    called: Counter[Element] = Counter()
    for name, document in book.documents.items():
        for call in elements(document, *CALL):
            file, note = book.target(name, call.get("href") or "")
            if note is None or not roles(note) & set(NOTE):
                yield Rule.CALL_BROKEN.found(place(name, call), call=_words(call))
            elif file != name:
                yield Rule.CALL_ELSEWHERE.found(place(name, call), call=_words(call), file=file)
            called[note] += 1
    for name, document in book.documents.items():
        for note in elements(document, *NOTE):
            if not called[note]:
                yield Rule.NOTE_UNCALLED.found(place(name, note))
            elif called[note] > 1:
                yield Rule.NOTE_SHARED.found(place(name, note), n=called[note])


def order(book: Opened) -> Iterator[Finding]:
    """Notes that do not stand in the order of their calls."""
    for name, document in book.documents.items():
        targets = [book.target(name, call.get("href") or "")[1] for call in elements(document, *CALL)]
        rank = {note: n for n, note in reversed(list(enumerate(targets))) if note is not None}
        notes = [note for note in elements(document, *NOTE) if note in rank]
        for first, second in pairwise(notes):
            if rank[first] > rank[second]:
                yield Rule.NOTE_ORDER.found(place(name, first), before=second.get("id"))


def back_links(book: Opened) -> Iterator[Finding]:
    """Notes without a link back to the call that leads to them; links back that are called alike."""
    for name, document in book.documents.items():
        labels: set[str] = set()
        callers = {book.target(name, call.get("href") or "")[1]: call for call in elements(document, *CALL)}
        for note in elements(document, *NOTE):
            links = list(elements(note, *BACK))
            call = callers.get(note)
            if call is not None and not any(call is book.target(name, link.get("href") or "")[1] for link in links):
                yield Rule.BACK_LINK.found(place(name, note))
            for link in links:
                label = link.get("aria-label") or _words(link)
                if label in labels:
                    yield Rule.BACK_LABEL.found(place(name, link), label=label)
                labels.add(label)


def after_text(book: Opened) -> Iterator[Finding]:
    """Text of a document that comes after its first note."""
    for name, document in book.documents.items():
        begun = False
        for element in document.iter(f"{X}*"):
            within = any(roles(e) & set(NOTE) for e in (element, *element.iterancestors()))
            if begun and not within and element.tag in TEXT and _words(element):
                yield Rule.TEXT_ORDER.found(place(name, element), text=_words(element)[:EXCERPT])
            begun = begun or within


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
