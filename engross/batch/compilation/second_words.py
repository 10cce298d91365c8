"""Word what stands around the texts of a compilation in its second language: heads, titles and keys of lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engross.batch.compilation.make_lists import AGENDA, CHART, CHECKLIST, COLOPHON, SUBJECTS, SYMBOLS
from engross.editions.typeset.compilation_pairs import TITLES_APART
from engross.grammars.language import DATA_LANGUAGE, load_language
from engross.grammars.member_states import load_states
from engross.model.compilation import MARKS, Compilation

# Where words/*.toml have the title of each list behind the texts, and what stands above it.
LIST_WORDS = {
    AGENDA: (("compilation", "agenda"), ("compilation", "agenda_about")),
    CHECKLIST: (("compilation", "checklist"), ("compilation", "checklist_about")),
    CHART: (("compilation", "chart"), ("compilation", "chart_about")),
    SUBJECTS: (("compilation", "subjects"), ("compilation", "subjects_about")),
    SYMBOLS: (("index", "title"), ("compilation", "symbols_about")),
    COLOPHON: (("colophon", "title"), None),
}
FRONT_WORDS = (("book", "title_page"), ("book", "contents"))


def name_heads(book: Compilation) -> dict[str, str]:
    """Return the heads of pages in the second language by those in the first; {} in a book of one language."""
    return dict(_iter_heads(book)) if book.beside else {}


def _iter_heads(book: Compilation) -> Iterator[tuple[str, str]]:
    first, second = (load_language(code).words for code in book.languages)
    for table, key in (*FRONT_WORDS, *(title for title, _ in LIST_WORDS.values())):
        yield first[table][key], second[table][key]
    for section in book.sections:
        spelled = first["compilation"]["section"], second["compilation"]["section"]
        yield (
            spelled[0].format(number=section.number, title=section.title),
            spelled[1].format(number=section.number_beside, title=section.beside),
        )


def join_heads(book: Compilation, head: str) -> str:
    """Return a title in both languages, as the outline has it."""
    second = name_heads(book).get(head, head)
    return head if second == head else f"{head}{TITLES_APART}{second}"


def explain_list(book: Compilation, name: str) -> str:
    """Return what stands above a list in the second language, with the marks of the first; "" in a book of one."""
    _, place = LIST_WORDS[name]
    if not book.beside or place is None:
        return ""
    first, second = (load_language(code).words["compilation"] for code in book.languages)
    said: str = second[place[1]]
    marks: dict[str, Any] = {key: first[key] for key in MARKS.values()}
    if name == CHART:
        return said.format(**marks)
    is_foreign = name == SUBJECTS and DATA_LANGUAGE not in book.languages
    return f"{said} {second['subjects_english']}" if is_foreign else said


def name_organs(book: Compilation) -> dict[str, str]:
    """Return the names of organs in the second language by those in the first; {} in a book of one language."""
    if not book.beside:
        return {}
    first, second = (load_language(code).words["organs"] for code in book.languages)
    return {first[key]: second[key] for key in first}


def name_states(book: Compilation) -> dict[str, str]:
    """Return the names of States in the second language by those in the first; {} in a book of one language."""
    if not book.beside:
        return {}
    return {state.names[book.language]: state.names[book.beside.language] for state in load_states()}
