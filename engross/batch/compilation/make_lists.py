"""Make the lists of a compilation: agenda items, checklist, voting chart, index of subjects. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engross.grammars.agenda import split_item_number
from engross.grammars.language import DATA_LANGUAGE, Language, load_language
from engross.grammars.member_states import State, find_state, load_states, rank_names, sort_states
from engross.model.compilation import MARKS, AgendaGroup, ChartBlock, Compilation, CompiledText, Subject

AGENDA, CHECKLIST, CHART = "agenda", "checklist", "chart"
SUBJECTS, SYMBOLS, COLOPHON = "subjects", "symbols", "colophon"
CHART_COLUMNS = 24  # recorded votes that have room on a page beside the names of States


@dataclass(frozen=True, slots=True)
class BackList:
    """A list behind the texts: the name of its template, its title, what stands above it, its items."""

    name: str
    title: str
    about: str
    items: Sequence[Any]


def list_back(book: Compilation, chart: Sequence[Any], symbols: Sequence[Any]) -> tuple[BackList, ...]:
    """Return the lists behind the texts, in order, as far as there is something in them.

    ``chart`` and ``symbols``: the voting chart and the index of symbols, as the edition has them.
    """
    words = load_language(book.language).words
    own = words["compilation"]
    marks = {key: own[key] for key in MARKS.values()}
    subjects = list_subjects(book)
    is_foreign = DATA_LANGUAGE not in book.languages and any(one.tag for one in subjects)
    has_votes = any(text.figures for text in book.texts)
    about = [own["subjects_about"], *([own["subjects_english"]] if is_foreign else ())]
    lists = (
        BackList(AGENDA, own["agenda"], own["agenda_about"], list_agenda(book)),
        BackList(CHECKLIST, own["checklist"], own["checklist_about"] if has_votes else "", list_checklist(book)),
        BackList(CHART, own["chart"], own["chart_about"].format(**marks), chart),
        BackList(SUBJECTS, own["subjects"], " ".join(about), subjects),
        BackList(SYMBOLS, words["index"]["title"], own["symbols_about"], symbols),
        BackList(COLOPHON, words["colophon"]["title"], "", (book.version,)),
    )
    return tuple(one for one in lists if one.items)


def list_agenda(book: Compilation) -> tuple[AgendaGroup, ...]:
    """Return the agenda items in their order, each with the texts that were adopted under it; those without one last.

    The title is that of a text adopted under this item alone: a title of several is none of theirs. Items of the
    Security Council have titles alone. Where no text has an item, there is none.
    """
    groups: dict[tuple[str, str], list[CompiledText]] = {}
    for text in book.by_number:
        for item in text.items or ("",):
            groups.setdefault((item, "" if item else text.item_title), []).append(text)
    ordered = sorted(groups, key=lambda key: (not any(key), not key[0], split_item_number("".join(key))))
    if not any(map(any, ordered)):
        return ()
    return tuple(
        AgendaGroup(
            item,
            title or _find_title(groups[item, title], book.language),
            tuple(groups[item, title]),
            _find_title(groups[item, title], book.languages[-1], is_any=not item) if book.beside else "",
        )
        for item, title in ordered
    )


def _find_title(texts: list[CompiledText], code: str, *, is_any: bool = False) -> str:
    """Return the title of an item in a language; ``is_any``: also of texts that have no item, but its title."""
    versions = (version for text in texts for version in (text, text.beside) if version and version.language == code)
    return next((one.item_title for one in versions if one.item_title and (is_any or len(one.items) == 1)), "")


def list_checklist(book: Compilation) -> tuple[tuple[CompiledText, str], ...]:
    """Return all texts by their numbers, each with the number of its section."""
    numerals = {text.symbol: section.number for section in book.sections for text in section.texts}
    return tuple((text, numerals[text.symbol]) for text in book.by_number)


def make_chart(book: Compilation) -> tuple[ChartBlock, ...]:
    """Return the voting chart: the recorded votes in blocks of columns, a row for each State that voted in any."""
    recorded = [text for text in book.by_number if text.is_recorded]
    keys = {key for text in recorded for key, _ in text.votes}
    language = load_language(book.language)
    states = sort_states((state for state in load_states() if state.key in keys), language)
    beside = tuple(state.names[book.beside.language] for state in states) if book.beside else ()
    return tuple(replace(_make_block(texts, states, language), beside=beside) for texts in _part(recorded))


def _part(texts: list[CompiledText]) -> Iterator[tuple[CompiledText, ...]]:
    """Yield the texts in blocks of columns, as even as they can be."""
    blocks = max(1, -(-len(texts) // CHART_COLUMNS))
    for n in range(blocks):
        first, last = len(texts) * n // blocks, len(texts) * (n + 1) // blocks
        if last > first:
            yield tuple(texts[first:last])


def _make_block(texts: tuple[CompiledText, ...], states: tuple[State, ...], language: Language) -> ChartBlock:
    marks = [dict(text.votes) for text in texts]
    rows = (
        (state.names[language.code], tuple(MARKS[own[state.key]] if state.key in own else "" for own in marks))
        for state in states
    )
    return ChartBlock(texts, tuple(rows))


def list_subjects(book: Compilation) -> tuple[Subject, ...]:
    """Return the subjects in alphabetical order, a State by its name in the book's language."""
    texts: dict[Subject, list[CompiledText]] = {}
    for text in book.by_number:
        for subject in dict.fromkeys(_name_subjects(text, book)):
            texts.setdefault(subject, []).append(text)
    order = rank_names([subject.name for subject in texts])
    return tuple(
        replace(subject, texts=tuple(texts[subject])) for subject in sorted(texts, key=lambda one: order[one.name])
    )


def _name_subjects(text: CompiledText, book: Compilation) -> Iterator[Subject]:
    """Yield each subject of a text, without the texts about it."""
    for term in text.subjects:
        if state := find_state(term):
            beside = state.names[book.beside.language] if book.beside else ""
            yield Subject(state.names[book.language], "", (), beside)
        else:
            yield Subject(term, "" if book.language == DATA_LANGUAGE else DATA_LANGUAGE, ())


def list_state_votes(book: Compilation) -> tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]:
    """Return each State with the numbers of the texts that it voted on, by the kind of its ballot."""
    blocks = make_chart(book)
    votes = []
    for n, (name, _) in enumerate(blocks[0].rows if blocks else ()):
        marked = [
            (mark, text.number) for block in blocks for mark, text in zip(block.rows[n][1], block.texts, strict=True)
        ]
        kinds = ((kind, tuple(number for own, number in marked if own == mark)) for kind, mark in MARKS.items())
        votes.append((name, tuple(kinds)))
    return tuple(votes)


def list_vote_rows(book: Compilation) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the chart as a table: the head, then each State with its ballot of every recorded vote."""
    blocks = make_chart(book)
    yield ("State", *(text.symbol for block in blocks for text in block.texts))
    for n, (name, _) in enumerate(blocks[0].rows if blocks else ()):
        yield (name, *(mark for block in blocks for mark in block.rows[n][1]))
