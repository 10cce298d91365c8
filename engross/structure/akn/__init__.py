"""AKN4UN XML to a Reading (un-documents: the official series, its conventions and its defects)."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from engross.akn import SYMBOL
from engross.model import Heading, Inline, Masthead, Part, Resolution, Source, Where
from engross.notice import Code, Notice, Refusal, notice
from engross.reading import Reading, Wishes
from engross.structure.akn import checks, cover, enacted, ledger, own, parts, repair
from engross.structure.akn.embedded import bare_words
from engross.structure.akn.tongue import language_of
from engross.structure.akn.tree import Scribe, children, find, local, parse
from engross.symbol import InvalidSymbol, Symbol
from engross.symbol import parse as parse_symbol
from engross.text import title_text

SERIES = {"unga": "A/RES", "unecosoc": "E/RES", "unga-hrc": "A/HRC/RES", "unsc": "S/RES"}  # by the actor of an IRI


def read(source: Source, wishes: Wishes) -> Reading:
    """The resolution in an AKN4UN file: statement, or documentCollection with its components.

    Raises Refusal where the XML is ill-formed, is no Akoma Ntoso, or names no symbol.
    """
    root, mended = parse(source)
    document = _document(root, source)
    raw = ledger.raw_text(root)
    exact = own.is_own(document)
    lang, said = language_of(document, wishes, source, believed=exact)
    seen = () if exact else (*checks.checks(root, source.name, lang), *repair.repair(root, source.name))
    opening = frozenset(bare_words(words) for words in lang.words["enacting"].values())
    scribe = Scribe(source.name, opening, exact=own.flow if exact else None)
    scribe.notices += (*mended, *said, *seen)
    masthead, facts = cover.masthead(document, scribe), cover.facts(document, lang)
    symbol = _symbol(wishes, masthead, document, source)
    components = [c for part in root if local(part) == "components" for c in children(part, "component")]
    statements = [child for c in components for child in c if local(child) in parts.DOCUMENTS]
    heads, text = _text(document, statements, scribe)
    number, title = heads
    resolution = Resolution(
        symbol, lang.code, _organ(document, symbol), text, masthead, facts, number, title, Where(source.name, 1)
    )
    resolution = replace(resolution, record=enacted.record(document))
    notices = (*scribe.notices, *checks.look_alikes(resolution), *_unknown(resolution, masthead))
    return Reading(resolution, notices, (), ledger.ledger(root, raw))


def _text(
    document: etree._Element, statements: list[etree._Element], scribe: Scribe
) -> tuple[tuple[str, tuple[Inline, ...]], tuple[Part, ...]]:
    """The number and title over all parts ("" and () for a plain resolution), and the parts."""
    part = own.part if scribe.exact else parts.part
    if not statements:
        only = part(document, scribe)
        return ("", ()), (only if scribe.exact else _titled(only),)
    head = part(document, scribe)
    rest = tuple(part(statement, scribe) for statement in statements)
    kept = (Part("", (), head.body, head.closing, head.annexes),) if head.body or head.closing or head.annexes else ()
    return (head.number, head.title), (*kept, *rest)


def _titled(part: Part) -> Part:
    """A statement without a preface, such as a presidential statement, has its title above its text."""
    first = part.body[0] if part.body else None
    if part.title or not isinstance(first, Heading) or first.number or len(part.body) == 1:
        return part
    return replace(part, title=first.content, body=part.body[1:])


def _document(root: etree._Element, source: Source) -> etree._Element:
    if local(root) == "akomaNtoso":
        for child in root:
            if local(child) in parts.DOCUMENTS:
                return child
    what = f"the XML is no Akoma Ntoso document: its root is <{local(root)}>"
    hint = "expected <akomaNtoso> with a <statement> or a <documentCollection> in it"
    raise Refusal(what, hint, Where(source.name, root.sourceline or 1))


def _symbol(wishes: Wishes, masthead: Masthead, document: etree._Element, source: Source) -> Symbol:
    for text in (wishes.symbol, _alias(document), masthead.symbol, _from_iri(document)):
        if text:
            try:
                return parse_symbol(text)
            except InvalidSymbol as error:
                if text == wishes.symbol:
                    raise Refusal(
                        str(error), "give a symbol such as --symbol A/RES/77/213", Where(source.name)
                    ) from None
    what = "the document names no symbol that can be read"
    raise Refusal(what, "say which it is: --symbol A/RES/77/213", Where(source.name, document.sourceline or 0))


def _alias(document: etree._Element) -> str:
    """The symbol that the work has as another name; "" for none."""
    names = (a for a in document.iter("{*}FRBRalias") if a.get("name") == SYMBOL)
    return next((a.get("value", "") for a in names), "")


def _organ(document: etree._Element, symbol: Symbol) -> str:
    """The organ: that of the symbol, or the author that engross wrote down."""
    author = find(document, "FRBRauthor") if own.is_own(document) else None
    return symbol.organ if author is None else author.get("href", "").lstrip("#")


def _from_iri(document: etree._Element) -> str:
    """The symbol that the work's IRI spells with hyphens, for the organs whose IRIs are regular; else ""."""
    work = find(document, "FRBRuri")
    pieces = work.get("value", "").strip("/").split("/") if work is not None else []
    series = SERIES.get(pieces[-3] if len(pieces) > 3 else "")
    if not series:
        return ""
    number, _, year = pieces[-1].rpartition("-")
    return f"{series}/{number} ({year})" if series == "S/RES" else f"{series}/{number}/{year}"


def _unknown(resolution: Resolution, masthead: Masthead) -> tuple[Notice, ...]:
    """What a document of its kind says and this one does not; the Security Council gives its resolutions no title."""
    facts = resolution.facts
    known = {"title": title_text(resolution.full_title), "date of adoption": facts.adopted, "meeting": facts.meeting}
    known |= {"job number": facts.job_number, "date of issue": facts.issued or masthead.issued}
    if resolution.organ == "sc":
        del known["title"]
    return tuple(notice(Code.NOT_FOUND, resolution.where, what=what) for what, value in known.items() if not value)
