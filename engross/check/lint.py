"""An EPUB to the rules of the house that it breaks: what EPUBCheck and Ace let pass (``rule.py`` lists them)."""

from __future__ import annotations

from pathlib import Path

from engross.check import marks, notes, pages, places
from engross.check.finding import Findings
from engross.check.opened import UnreadableError, open_book
from engross.check.rule import Rule

# Each looks at the whole book for one kind of fault.
LOOKS = (
    notes.calls,
    notes.order,
    notes.back_links,
    notes.after_text,
    pages.listed,
    pages.gaps,
    places.entries,
    places.citations,
    marks.han_space,
    marks.ids,
    marks.addresses,
    marks.package,
    marks.styles,
)


def lint(path: Path) -> Findings:
    """The rules that the EPUB at ``path`` breaks, each with its place; nothing where it keeps all."""
    try:
        book = open_book(path)
    except UnreadableError as error:
        return (Rule.UNREADABLE.found("", why=error),)
    return tuple(finding for look in LOOKS for finding in look(book))
