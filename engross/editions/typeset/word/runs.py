"""Lay inlines out as the runs of a Word document, and number its notes, links and bookmarks on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from engross.editions.typeset.word.shapes import WordNote, WordParagraph, WordRun, WordTable
from engross.grammars.language import Language
from engross.model.redline import DELETED_STYLES, STEP_BY_STYLE, Redline
from engross.model.text import spell_inlines
from engross.model.tree import (
    Block,
    Citation,
    Inline,
    LineBreak,
    Link,
    Note,
    PageBreak,
    Resolution,
    Style,
    Styled,
    Text,
)
from engross.model.walk import inlines_of, notes_of, runs_of

# Words and symbols in Latin letters, with the ASCII between them: they run from left to right in any paragraph.
LATIN_PHRASE = re.compile("[A-Za-z\u00c0-\u024f](?:[ -~\u00c0-\u024f\u2010-\u2019]*[A-Za-z0-9\u00c0-\u024f])?")
BODY_PART, NOTES_PART = "document", "footnotes"
RAISED = frozenset({Style.SUPERSCRIPT})
COUNTED_NUMBER = re.compile(r"(?P<bare>[0-9]{1,4})|\((?P<bracketed>[0-9]{1,4})\)")

Shaper = Callable[[tuple[Block, ...], str, "WordWriter"], Iterator[WordParagraph | WordTable]]


@dataclass
class WordWriter:
    """The state of writing a Word document: its language, the notes, links and styles so far.

    ``called_again``: the ids of the notes that other calls lead to. ``shape``: what gives the blocks of a note their
    shapes. ``part``: the part of the package that is being written; ``links``: the targets of each part, by relation.
    """

    language: Language
    called_again: frozenset[str]
    first_note: int
    notes: list[WordNote] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    links: dict[str, dict[str, str]] = field(default_factory=lambda: {BODY_PART: {}, NOTES_PART: {}})
    styles: set[tuple[str, str, int]] = field(default_factory=set)
    part: str = BODY_PART
    last_number: int = 0
    redline: Redline | None = None

    @classmethod
    def for_resolution(cls, resolution: Resolution, language: Language, redline: Redline | None = None) -> WordWriter:
        """Return the state in which the writing of a resolution begins; ``redline``: what it is the merged text of."""
        inlines = [item for run in runs_of(resolution) for item in inlines_of(run)]
        again = {item.target[1:] for item in inlines if isinstance(item, Link) and item.target.startswith("#")}
        numbers = (number for note in notes_of(resolution) if (number := _bare_number(note.number)))
        first = next(numbers, 1)
        ids = {note.id: n for n, note in enumerate(notes_of(resolution), 1)}
        return cls(language, frozenset(again), first, ids=ids, last_number=first - 1, redline=redline)

    @property
    def is_turned(self) -> bool:
        """Whether the text runs from right to left."""
        return self.language.direction == "rtl"

    def relate(self, target: str) -> str:
        """Return the id of the relation to an address, in the part that is being written."""
        links = self.links[self.part]
        return links.setdefault(target, f"link{len(links) + 1}")


def _bare_number(printed: str) -> int:
    """Return the number that Word would count for a note, 4 for "4" and "(4)"; 0 for a mark that it does not count."""
    match = COUNTED_NUMBER.fullmatch(printed)
    return int(match["bare"] or match["bracketed"]) if match else 0


def group_runs(
    content: tuple[Inline, ...], writer: WordWriter, shape: Shaper
) -> tuple[tuple[str, tuple[WordRun, ...]], ...]:
    """Return the runs of inlines, those that one link holds together."""
    runs = _make_runs(content, WordRun("text"), writer, shape)
    return tuple((link, tuple(group)) for link, group in groupby(runs, key=lambda run: run.link))


def _make_runs(content: tuple[Inline, ...], like: WordRun, writer: WordWriter, shape: Shaper) -> Iterator[WordRun]:
    """Yield the runs of inlines; ``like``: their emphasis and their link. Notes are numbered as they are called."""
    for item in content:
        match item:
            case Text(text):
                yield from _split_text(replace(like, text=text), writer)
            case Styled():
                styled = replace(like, styles=like.styles | {_plain_style(item, writer)})
                yield from _make_runs(item.content, styled, writer, shape)
            case Link(target) if target.startswith("#"):
                yield from _call_again(item, like, writer)
            case Link() | Citation():
                address = _find_address(item, writer.language)
                linked = replace(like, link=writer.relate(address)) if address else like
                yield from _make_runs(item.content, linked, writer, shape)
            case Note():
                yield from _call_note(item, like, writer, shape)
            case LineBreak():
                yield replace(like, kind="break")
            case PageBreak():
                pass


def _find_address(item: Link | Citation, language: Language) -> str:
    """Return the address that a link or a citation leads to; "" for a citation of several documents, or of none."""
    if isinstance(item, Link):
        return item.target
    resolver = language.words["language"]["resolver"]
    return item.symbols[0].url(resolver) if len(item.symbols) == 1 else ""


def _call_again(item: Link, like: WordRun, writer: WordWriter) -> Iterator[WordRun]:
    """Yield the repeated call of a note; only its number if the document does not have the note.

    A call that a tracked change puts in, takes out or leads elsewhere has the change inside the link, on its number.
    """
    note = writer.ids.get(item.target[1:], 0)
    numbered = replace(like, kind="again" if note else "text", note=note, is_turned=writer.is_turned)
    for changes, texts in groupby(_list_changed_texts(item.content, like.styles), key=itemgetter(0)):
        yield replace(numbered, styles=changes, text="".join(text for _, text in texts))


def _list_changed_texts(
    content: tuple[Inline, ...], styles: frozenset[Style]
) -> Iterator[tuple[frozenset[Style], str]]:
    """Yield the texts of a run, each with ``styles`` and those of the tracked changes that it stands in."""
    for item in content:
        if isinstance(item, Styled):
            yield from _list_changed_texts(item.content, styles | ({item.style} & STEP_BY_STYLE.keys()))
        else:
            yield styles, spell_inlines((item,))


def _split_text(run: WordRun, writer: WordWriter) -> Iterator[WordRun]:
    """Yield a run; in a text from right to left its Latin phrases are runs of their own."""
    if not writer.is_turned:
        yield run
        return
    end = 0
    for phrase in LATIN_PHRASE.finditer(run.text):
        if before := run.text[end : phrase.start()]:
            yield replace(run, text=before, is_turned=True)
        yield replace(run, text=phrase[0])
        end = phrase.end()
    if run.text[end:]:
        yield replace(run, text=run.text[end:], is_turned=True)


def _plain_style(styled: Styled, writer: WordWriter) -> Style:
    """Return the style that lead words have in print: bold in Chinese, italic elsewhere; any other as it is.

    Lead words that hold other emphasis have a style of characters, which tells them from it.
    """
    if styled.style is not Style.LEAD or any(isinstance(item, Styled) for item in inlines_of(styled.content)):
        return styled.style
    return Style.BOLD if writer.language.words["reading"]["tight"] else Style.ITALIC


def _call_note(note: Note, like: WordRun, writer: WordWriter, shape: Shaper) -> Iterator[WordRun]:
    """Yield the call of a note, and keep the note; brackets are typed around a number that has them."""
    number = _bare_number(note.number)
    is_deleted = not like.styles.isdisjoint(DELETED_STYLES)  # Word counts it until its deletion is accepted
    is_counted = bool(number) if is_deleted else number == writer.last_number + 1
    writer.last_number += is_counted and not is_deleted
    mark = "" if is_counted else note.number
    is_bracketed = is_counted and note.number.startswith("(")
    name = writer.ids.get(note.id) or len(writer.ids) + 1
    writer.ids.setdefault(note.id, name)
    outer, writer.part = writer.part, NOTES_PART
    shapes = tuple(shape(note.blocks, "FootnoteText", writer))
    writer.part = outer
    writer.notes.append(WordNote(name, mark, shapes or (WordParagraph("FootnoteText"),), is_bracketed))
    changes = like.styles & STEP_BY_STYLE.keys()
    bracket = WordRun("text", styles=RAISED | changes, link=like.link, is_turned=writer.is_turned)
    run = replace(bracket, kind="call", note=name, mark=mark, is_target=note.id in writer.called_again)
    yield from (replace(bracket, text="("),) if is_bracketed else ()
    yield run
    yield from (replace(bracket, text=")"),) if is_bracketed else ()
