"""Parse the XML tree without trust; find elements without namespaces; read mixed content as runs of inlines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Protocol

from lxml import etree

from engross.grammars.akn import CITATION_NAME, CITATION_SEPARATOR, LEAD_CLASS
from engross.grammars.akn.iri import symbol_of_reference
from engross.grammars.symbol import InvalidSymbol, Symbol
from engross.grammars.symbol import parse as parse_symbol
from engross.model.limits import MARKUP_DEPTH
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.text import fold, spell_blocks
from engross.model.tree import (
    Block,
    Citation,
    Inline,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Role,
    Source,
    Style,
    Styled,
    Text,
    Where,
)
from engross.readers.akn.balance import make_depth_refusal
from engross.readers.akn.elements import (
    BLOCK_ELEMENTS,
    DOCUMENT_ELEMENTS,
    STYLES_BY_CLASS,
    STYLES_BY_ELEMENT,
    SUBFLOW_ELEMENTS,
    TRANSPARENT_ELEMENTS,
    is_break_before_superscript,
)
from engross.readers.akn.furniture import is_furniture
from engross.readers.akn.xml_recovery import make_parser, recover_tree

DECLARED_DOCTYPE = re.compile(r"<!(?:ENTITY|DOCTYPE)")
# A document type that only names where its definition lies: nothing is fetched, and nothing declared.
BARE_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[<>]*>")
TOO_DEEP_ELEMENTS = etree.XPath("/*" * (MARKUP_DEPTH + 1))


@dataclass
class AknReaderState:
    """The state of reading: the file, the enacting words in its language, the notices so far.

    ``exact``: engross wrote the file. ``flow`` reads the blocks of a note that holds more than paragraphs.
    """

    file: str
    enacting: frozenset[str] = frozenset()
    notices: list[Notice] = field(default_factory=list)
    exact: bool = False
    flow: Callable[[etree._Element, AknReaderState], tuple[Block, ...]] | None = None

    def note(self, code: Code, element: etree._Element, **words: object) -> None:
        """Add a notice about an element."""
        self.notices.append(make_notice(code, self.where(element), **words))

    def where(self, element: etree._Element) -> Where:
        """Return the place of an element."""
        return Where(self.file, element.sourceline or 0)


class BlockReader(Protocol):
    """A function that reads the blocks in an element; given to the readers of lists and tables."""

    def __call__(self, element: etree._Element, state: AknReaderState) -> Iterator[Block]:
        """Yield the blocks."""


def parse_xml(source: Source) -> tuple[etree._Element, tuple[Notice, ...]]:
    """Return the root element, and notices of repairs to ill-formed XML.

    Raises Refusal for a document type with declarations, for elements nested more than MARKUP_DEPTH deep, and for XML
    that cannot be repaired without loss.
    """
    text = BARE_DOCTYPE.sub(lambda declaration: "\n" * declaration[0].count("\n"), source.text, count=1)
    if declaration := DECLARED_DOCTYPE.search(text):
        line = text.count("\n", 0, declaration.start()) + 1
        what = "the XML declares a document type or entities, which can hide text or fetch files"
        raise Refusal(what, "take the declaration out; AKN4UN files have none", Where(source.name, line))
    # The decoded text is parsed, not the bytes, whatever encoding the declaration names.
    try:
        root = etree.fromstring(text.encode("utf-8"), make_parser())
    except etree.XMLSyntaxError as fault:
        return recover_tree(replace(source, text=text), fault)
    if too_deep := TOO_DEEP_ELEMENTS(root):
        raise make_depth_refusal(Where(source.name, too_deep[0].sourceline or 0))
    return root, ()


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace; "" for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def named_children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Return the child elements with one of these names."""
    return (child for child in element if local_name(child) in names)


def find_first(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first element of a name in an element, at any depth, or None."""
    return next(element.iter(f"{{*}}{name}"), None)


def join_text_words(element: etree._Element) -> str:
    """Return all words in an element but those of metadata."""
    return "".join(_list_text_words(element))


def _list_text_words(element: etree._Element) -> Iterator[str]:
    if local_name(element) not in ("", "meta"):
        yield element.text or ""
        for child in element:
            yield from _list_text_words(child)
            yield child.tail or ""


def list_pieces(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the block children of an element, and a new span for each run of words and inline elements between them."""
    if not has_blocks(element):
        if element.text or len(element):
            yield _wrap_run(element.text, list(element), element)
        return
    run: list[etree._Element] = []
    text = element.text
    for child in element:
        if not is_block(child):
            run.append(child)
            continue
        if _has_run_content(text, run):
            yield _wrap_run(text, run, element)
        yield child
        text, run = child.tail, []
    if _has_run_content(text, run):
        yield _wrap_run(text, run, element)


def has_blocks(element: etree._Element) -> bool:
    """Return whether an element holds paragraphs, lists or the like, not only words."""
    return any(map(is_block, element))


def is_block(element: etree._Element) -> bool:
    """Return whether an element makes paragraphs of its own, by its name or by what it holds."""
    name = local_name(element)
    if not name or is_furniture(element) or name in SUBFLOW_ELEMENTS:
        return False
    return name in BLOCK_ELEMENTS or has_blocks(element)


def list_loose_pieces(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of an element that holds documents or parts, words between them as new spans."""
    if (element.text or "").strip():
        yield _wrap_run(element.text, [], element)
    for child in element:
        yield child
        if (child.tail or "").strip():
            yield _wrap_run(child.tail, [], child)


def has_text_or_notes(element: etree._Element) -> bool:
    """Return whether an element has words or a note."""
    return bool(fold("".join(element.itertext()))) or find_first(element, "authorialNote") is not None


def is_cover_page(element: etree._Element) -> bool:
    """Return whether an element is the cover page of a document; that of an annex is text of the annex."""
    parent = element.getparent()
    if local_name(element) != "coverPage" or parent is None or local_name(parent) not in DOCUMENT_ELEMENTS:
        return False
    return not any(local_name(above) in ("attachment", "attachments") for above in element.iterancestors())


def _has_run_content(text: str | None, run: list[etree._Element]) -> bool:
    """Return whether a run has words, or elements other than furniture."""
    tails = any((child.tail or "").strip() for child in run)
    return bool((text or "").strip()) or tails or any(local_name(c) and not is_furniture(c) for c in run)


def _wrap_run(text: str | None, run: list[etree._Element], parent: etree._Element) -> etree._Element:
    """Return a new span with copies of the elements of a run, with their line numbers."""
    span = etree.Element("span")
    span.text = text
    span.extend(deepcopy(child) for child in run)
    originals = (parent, *(e for child in run for e in child.iter()))
    for copy, original in zip(span.iter(), originals, strict=True):
        copy.sourceline = original.sourceline or parent.sourceline or 0  # type: ignore[misc]  # lxml lets it be set, its stubs do not
    return span


def read_inlines(element: etree._Element, state: AknReaderState) -> tuple[Inline, ...]:
    """Return the words of an element as inlines, white space as it is, without furniture.

    A superscript closes up to the word before it: a line break of the source between them is no space.
    """
    run: list[Inline] = []
    if element.text and not is_break_before_superscript(element.text, next(iter(element), None)):
        run.append(Text(element.text))
    for child in element:
        if not is_furniture(child) and local_name(child):
            _append_inlines(run, _read_inline(child, state))
        if child.tail and not is_break_before_superscript(child.tail, child.getnext()):
            run.append(Text(child.tail))
    return tuple(run)


def _append_inlines(run: list[Inline], more: tuple[Inline, ...]) -> None:
    """Append inlines to a run; a link that continues the last one is merged with it."""
    last, first = (run[-1] if run else None), (more[0] if more else None)
    if isinstance(last, Link) and isinstance(first, Link) and last.target == first.target:
        run[-1] = Link(last.target, (*last.content, *first.content))
        more = more[1:]
    run += more


def _read_inline(element: etree._Element, state: AknReaderState) -> tuple[Inline, ...]:
    name = local_name(element)
    if name == "authorialNote":
        return (read_note(element, state),)
    if name in ("eol", "br"):
        return (LineBreak(), *read_inlines(element, state))
    content = read_inlines(element, state)
    if name == "a":
        return (Link(element.get("href", ""), content),)
    if name in ("ref", "mref") or (name == "inline" and element.get("name") == CITATION_NAME):
        return _read_citation(element, content, state)
    if name in STYLES_BY_ELEMENT:
        lead = element.get("class") == LEAD_CLASS
        return (Styled(Style.LEAD if lead else STYLES_BY_ELEMENT[name], content),)
    if name not in TRANSPARENT_ELEMENTS:
        state.note(Code.UNKNOWN_ELEMENT, element, name=name)
    for word in _style_words(element):
        if word in STYLES_BY_CLASS:
            content = (Styled(STYLES_BY_CLASS[word], content),)
    return content


def _style_words(element: etree._Element) -> list[str]:
    """Return what may name the style of words: the classes of a span, the name of an inline ("smallCaps")."""
    named = {"span": "class", "inline": "name"}.get(local_name(element), "")
    return element.get(named, "").lower().split() if named else []


def _read_citation(element: etree._Element, content: tuple[Inline, ...], state: AknReaderState) -> tuple[Inline, ...]:
    """Return words that refer to documents: a Citation in a file of engross, else a link for the cite pass to judge."""
    refs = list(named_children(element, "ref")) or [element]
    named = "" if local_name(element) != "inline" else element.get("title", "")
    symbols = _read_symbols(named) or tuple(symbol for symbol in map(_read_ref_symbol, refs) if symbol)
    if state.exact:
        words = tuple(i for ref in refs for i in read_inlines(ref, state)) if local_name(element) == "mref" else content
        return (Citation(words, symbols, "" if symbols else element.get("title", "")),)
    return (Link(symbols[0].url("en"), content),) if local_name(element) == "ref" and symbols else content


def _read_symbols(title: str) -> tuple[Symbol, ...]:
    """Return the symbols in the title of an inline that cites; none if it names an organ."""
    try:
        return tuple(map(parse_symbol, title.split(CITATION_SEPARATOR)))
    except InvalidSymbol:
        return ()


def _read_ref_symbol(ref: etree._Element) -> Symbol | None:
    """Return the symbol in a ref's title, or in its address, or None."""
    try:
        return parse_symbol(ref.get("title", ""))
    except InvalidSymbol:
        return symbol_of_reference(ref.get("href", ""))


def read_note(element: etree._Element, state: AknReaderState) -> Note:
    """Return the note in an authorialNote element, its paragraphs plain; report a note without words."""
    where = state.where(element)
    pieces = list(list_pieces(element))
    has_only_paragraphs = all(local_name(part) == "p" and not has_blocks(part) for part in pieces)
    paragraphs = pieces if has_only_paragraphs and pieces else [element]
    plain = (Paragraph(Role.PLAIN, read_inlines(p, state), where=state.where(p)) for p in paragraphs)
    has_flow = state.exact or (not has_only_paragraphs and has_blocks(element))
    blocks = state.flow(element, state) if state.flow and has_flow else tuple(plain)
    number = element.get("marker", "").strip()
    if not fold(spell_blocks(blocks)):
        state.note(Code.CALL_WITHOUT_NOTE, element, number=number or "without a number")
    return Note(number, blocks, where=where)
