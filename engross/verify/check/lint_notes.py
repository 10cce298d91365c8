"""Linter rules for notes: calls and notes one to one, in one order, in one file, with links back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from engross.verify.check.epub_file import (
    XHTML,
    OpenedEpub,
    XmlElement,
    elements_of_role,
    place_of_element,
    roles_of_element,
)
from engross.verify.check.finding import Finding
from engross.verify.check.rule import LintRule

CALL_ROLES, NOTE_ROLES, BACK_LINK_ROLES = (
    ("doc-noteref", "noteref"),
    ("doc-footnote", "footnote"),
    ("doc-backlink", "backlink"),
)

# None of these may follow the notes.
TEXT_TAGS = {f"{XHTML}{tag}" for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th")}
EXCERPT_CHARACTERS = 20  # characters shown of a text


def lint_calls(book: OpenedEpub) -> Iterator[Finding]:
    """Report calls that lead to no note or to another file, and notes to which no call, or more than one, leads."""
    called: Counter[XmlElement] = Counter()
    for name, document in book.documents.items():
        for call in elements_of_role(document, *CALL_ROLES):
            file, note = book.target(name, call.get("href") or "")
            if note is None or not roles_of_element(note) & set(NOTE_ROLES):
                yield LintRule.CALL_BROKEN.make_finding(place_of_element(name, call), call=_element_words(call))
            elif file != name:
                yield LintRule.CALL_ELSEWHERE.make_finding(
                    place_of_element(name, call), call=_element_words(call), file=file
                )
            called[note] += 1
    for name, document in book.documents.items():
        for note in elements_of_role(document, *NOTE_ROLES):
            if not called[note]:
                yield LintRule.NOTE_UNCALLED.make_finding(place_of_element(name, note))
            elif called[note] > max(1, sum(1 for _ in elements_of_role(note, *BACK_LINK_ROLES))):  # one a language
                yield LintRule.NOTE_SHARED.make_finding(place_of_element(name, note), n=called[note])


def lint_note_order(book: OpenedEpub) -> Iterator[Finding]:
    """Report notes that do not stand in the order of their calls."""
    for name, document in book.documents.items():
        targets = [book.target(name, call.get("href") or "")[1] for call in elements_of_role(document, *CALL_ROLES)]
        rank = {note: n for n, note in reversed(list(enumerate(targets))) if note is not None}
        notes = [note for note in elements_of_role(document, *NOTE_ROLES) if note in rank]
        for first, second in pairwise(notes):
            if rank[first] > rank[second]:
                yield LintRule.NOTE_ORDER.make_finding(place_of_element(name, first), before=second.get("id"))


def lint_back_links(book: OpenedEpub) -> Iterator[Finding]:
    """Report notes without a link back to their call, and links back with a label that another one has."""
    for name, document in book.documents.items():
        labels: set[str] = set()
        callers = {
            book.target(name, call.get("href") or "")[1]: call for call in elements_of_role(document, *CALL_ROLES)
        }
        for note in elements_of_role(document, *NOTE_ROLES):
            links = list(elements_of_role(note, *BACK_LINK_ROLES))
            call = callers.get(note)
            if call is not None and not any(call is book.target(name, link.get("href") or "")[1] for link in links):
                yield LintRule.BACK_LINK.make_finding(place_of_element(name, note))
            for link in links:
                label = link.get("aria-label") or _element_words(link)
                if label in labels:
                    yield LintRule.BACK_LABEL.make_finding(place_of_element(name, link), label=label)
                labels.add(label)


def lint_text_after_notes(book: OpenedEpub) -> Iterator[Finding]:
    """Report text of a document that comes after its first note."""
    for name, document in book.documents.items():
        notes_begun = False
        for element in document.iter(f"{XHTML}*"):
            is_in_note = any(roles_of_element(e) & set(NOTE_ROLES) for e in (element, *element.iterancestors()))
            if notes_begun and not is_in_note and element.tag in TEXT_TAGS and _element_words(element):
                yield LintRule.TEXT_ORDER.make_finding(
                    place_of_element(name, element), text=_element_words(element)[:EXCERPT_CHARACTERS]
                )
            notes_begun = notes_begun or is_in_note


def _element_words(element: XmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
