"""Resolutions that hypothesis makes: every shape of the model that a source can give, before and after the passes."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from engross.grammars.inline_markup import SOURCE_STYLES
from engross.grammars.symbol import parse
from engross.model.adoption import Ballot, Outcome, Record, Step
from engross.model.reading import Ledger, Reading
from engross.model.tree import (
    Annex,
    Block,
    Cell,
    Citation,
    Facts,
    Heading,
    Inline,
    LineBreak,
    Link,
    Masthead,
    Note,
    Paragraph,
    Part,
    Resolution,
    Role,
    Styled,
    Table,
    Text,
)
from engross.passes import run_passes

SYMBOLS = st.sampled_from("A/RES/70/1|A/CONF.157/24 (Part I)|S/RES/2623 (2022)|A/HRC/RES/50/4|A/77/9/Add.1".split("|"))
SIGNS = r"""*_[](){}^\:#'"-–—>|&!%@`~?,.;，。、（）“”《》 	""" + "\u00a0\u200d\u2028\x85"
WORDS = st.one_of(
    st.text(alphabet=SIGNS + "ab1中文éяت", max_size=12),
    st.sampled_from(
        ["resolution 70/1", "第70/1号决议", "A/77/9 and Add.1-3", "Council resolution 50/4", " of ", "the "]
    ),
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=6),
)
TEXTS = st.builds(Text, WORDS)
NUMBERS = st.sampled_from(["", "1.", "12.", "(a)", "㈠", "*", "II", "1 -", "’1‘", "no", "null", "a: b", "]"])
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp", "Zs"])
LINES = st.text(alphabet=LETTERS, max_size=20)


STYLES = st.sampled_from(SOURCE_STYLES)


def inlines(notes: bool = True) -> st.SearchStrategy[tuple[Inline, ...]]:
    """Runs of inlines, in each other; the citations given by the source among them."""
    given = st.builds(Citation, st.tuples(TEXTS), st.lists(SYMBOLS.map(parse), min_size=1, max_size=2).map(tuple))
    kinds: list[st.SearchStrategy[Inline]] = [TEXTS, TEXTS, st.just(LineBreak()), given]
    if notes:
        kinds.append(st.builds(Note, NUMBERS, st.lists(blocks(notes=False), max_size=2).map(tuple)))
    return st.lists(st.recursive(st.one_of(kinds), _around, max_leaves=4), max_size=5).map(tuple)


def _around(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    content = st.lists(inner, max_size=3).map(tuple)
    targets = st.sampled_from(
        ["https://example.org/a_(b)", "mailto:a@b.c", "https://undocs.org/en/A/RES/70/1", "nowhere"]
    )
    linked = st.builds(Link, targets, content)
    return st.one_of(st.builds(Styled, STYLES, content), linked.filter(lambda link: not _cites(link)))


def _cites(link: Link) -> bool:
    """Whether a link holds what no edition can set in another: a citation, or a link."""
    return any(
        isinstance(item, Citation | Link) or (isinstance(item, Styled) and _cites(Link("", item.content)))
        for item in link.content
    )


def blocks(notes: bool = True) -> st.SearchStrategy[Block]:
    """Paragraphs with what hangs on them, headings and tables. ``notes``: whether their runs have some."""
    run = st.deferred(lambda: inlines(notes))
    paragraph = st.builds(Paragraph, st.sampled_from(Role), run, NUMBERS)
    heading = st.builds(Heading, st.integers(1, 5), run, NUMBERS)

    def deeper(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
        some = st.lists(inner, max_size=2).map(tuple)
        spans = st.integers(1, 3)
        cell = st.builds(Cell, some, st.booleans(), spans, spans, st.sampled_from(["", "right", "center"]))
        rows = st.lists(st.lists(cell, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple)
        hung = st.builds(Paragraph, st.sampled_from(Role), run, NUMBERS, some)
        return st.one_of(hung, rows.flatmap(lambda r: st.builds(Table, st.just(r), st.integers(0, len(r)))))

    return st.recursive(st.one_of(paragraph, heading), deeper, max_leaves=3)


def parts() -> st.SearchStrategy[Part]:
    """Parts with a title, a body, closing lines and annexes."""
    some = st.lists(blocks(), max_size=3).map(tuple)
    closing = st.lists(st.builds(Paragraph, st.sampled_from([Role.CLOSING, Role.VOTE]), inlines()), max_size=2).map(
        tuple
    )
    return st.builds(Part, NUMBERS, inlines(), some, closing, st.lists(st.builds(Annex, some), max_size=1).map(tuple))


SAID = LINES.filter(bool)
PROPONENTS = st.one_of(st.just(()), inlines(notes=False).map(lambda run: (Text("["), *run, Text("]"))))
DATES = st.sampled_from(["", "2022-12-15"])
LISTS = st.lists(SAID, max_size=2).map(tuple)
FIELDS: dict[str, st.SearchStrategy[Any]] = {field.name: LINES for field in fields(Masthead)} | {
    "period": LISTS,
    "proponent": PROPONENTS,
    "other": LISTS,
}
MASTHEADS = st.builds(Masthead, **FIELDS)
FACTS = st.builds(
    Facts,
    LINES,
    LINES,
    DATES,
    DATES,
    st.none() | st.integers(0, 99_999),
    st.booleans(),
    st.lists(SYMBOLS.map(parse), max_size=2).map(tuple),
    LINES,
    st.lists(SAID, max_size=2, unique=True).map(tuple),
)
STATES = st.lists(
    st.sampled_from(["CHILE", "CÔTE D'IVOIRE", "BOLIVIA (PLURINATIONAL STATE OF)", "A; B%3B"]), unique=True
)
NAMES = STATES.map(tuple)
# A count that is not known is of States that are not named.
BALLOTS = st.one_of(st.just(Ballot()), st.builds(Ballot, st.integers(0, 999), NAMES))
STEPS = st.builds(
    Step,
    st.sampled_from(["draftResolution", "draftDecision", "recommendedForAdoption", "adopted", "appointment"]),
    DATES,
    st.sampled_from(["", "A/77/L.11", "S/PV.8956", "Adopted 11-1-3, 9999th meeting"]),
    SAID,
    LINES,
    DATES,
)
RECORDS = st.builds(
    Record,
    st.sampled_from(Outcome),
    BALLOTS,
    BALLOTS,
    BALLOTS,
    NAMES,
    NAMES,
    st.none() | SYMBOLS.map(parse),
    st.none() | SYMBOLS.map(parse),
    LINES,
    LINES,
    NAMES,
    st.lists(STEPS, max_size=3).map(tuple),
).filter(lambda record: record != Record())
SOURCES = st.builds(
    Resolution,
    SYMBOLS.map(parse),
    st.sampled_from(["en", "zh"]),
    st.sampled_from(["ga", "hrc", "sc"]),
    st.lists(parts(), min_size=1, max_size=2).map(tuple),
    MASTHEADS,
    FACTS,
    NUMBERS,
    inlines(),
    record=st.none() | RECORDS,
)


def understood(resolution: Resolution) -> Resolution:
    """A resolution after all passes."""
    return run_passes(Reading(resolution, (), (), Ledger("", ()))).resolution


RESOLUTIONS = SOURCES.map(understood)
