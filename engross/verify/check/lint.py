"""Lint an EPUB: find what breaks our own rules, which EPUBCheck and Ace do not check (``rule.py`` lists them)."""

from __future__ import annotations

from pathlib import Path

from engross.verify.check import lint_index, lint_markup, lint_notes, lint_pages
from engross.verify.check.epub_file import UnreadableError, open_book
from engross.verify.check.finding import Findings
from engross.verify.check.rule import LintRule

# Each looks through the whole book for one kind of fault.
LINT_RULES = (
    lint_notes.lint_calls,
    lint_notes.lint_note_order,
    lint_notes.lint_back_links,
    lint_notes.lint_text_after_notes,
    lint_pages.lint_page_list,
    lint_pages.lint_page_gaps,
    lint_index.lint_entries,
    lint_index.lint_citations,
    lint_markup.lint_han_space,
    lint_markup.lint_ids,
    lint_markup.lint_addresses,
    lint_markup.lint_package,
    lint_markup.lint_styles,
)


def lint_epub(path: Path) -> Findings:
    """Return a finding, with its place, for each breach of a rule in the EPUB at ``path``; none if it keeps all."""
    try:
        book = open_book(path)
    except UnreadableError as error:
        return (LintRule.UNREADABLE.make_finding("", why=error),)
    return tuple(finding for look in LINT_RULES for finding in look(book))
