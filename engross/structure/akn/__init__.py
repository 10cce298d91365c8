"""AKN4UN XML to a Reading (un-documents: the official series, its conventions and its defects)."""

from __future__ import annotations

from lxml import etree

from engross.akn import SYMBOL
from engross.language import Language, by_terminology, codes, language
from engross.model import Inline, Masthead, Part, Resolution, Source, Where
from engross.notice import Code, Notice, Refusal, notice
from engross.reading import Reading, Wishes
from engross.structure.akn import cover, ledger, own, parts, repair
from engross.structure.akn.tree import Scribe, children, find, local, parse, spoken
from engross.symbol import InvalidSymbol, Symbol
from engross.symbol import parse as parse_symbol
from engross.text import title_text


def read(source: Source, wishes: Wishes) -> Reading:
    """The resolution in an AKN4UN file: statement, or documentCollection with its components.

    Raises Refusal where the XML is ill-formed, is no Akoma Ntoso, or names no symbol.
    """
    root = parse(source)
    document = _document(root, source)
    raw = ledger.raw_text(root)
    lang, said = _language(document, wishes, source)
    exact = own.is_own(document)
    furniture = () if exact else repair.repair(root, source.name)
    scribe = Scribe(source.name, exact=own.flow if exact else None)
    scribe.notices += (*said, *furniture)
    masthead, facts = cover.masthead(document, scribe), cover.facts(document)
    symbol = _symbol(wishes, masthead, document, source)
    components = [c for part in root if local(part) == "components" for c in children(part, "component")]
    statements = [child for c in components for child in c if local(child) in parts.DOCUMENTS]
    heads, text = _text(document, statements, scribe)
    number, title = heads
    resolution = Resolution(
        symbol, lang.code, _organ(document, symbol), text, masthead, facts, number, title, Where(source.name, 1)
    )
    notices = (*scribe.notices, *_unknown(resolution, masthead))
    return Reading(resolution, notices, (), ledger.ledger(root, raw))


def _text(
    document: etree._Element, statements: list[etree._Element], scribe: Scribe
) -> tuple[tuple[str, tuple[Inline, ...]], tuple[Part, ...]]:
    """The number and title over all parts ("" and () for a plain resolution), and the parts."""
    part = own.part if scribe.exact else parts.part
    if not statements:
        return ("", ()), (part(document, scribe),)
    head = part(document, scribe)
    rest = tuple(part(statement, scribe) for statement in statements)
    kept = (Part("", (), head.body, head.closing, head.annexes),) if head.body or head.closing or head.annexes else ()
    return (head.number, head.title), (*kept, *rest)


def _document(root: etree._Element, source: Source) -> etree._Element:
    if local(root) == "akomaNtoso":
        for child in root:
            if local(child) in parts.DOCUMENTS:
                return child
    what = f"the XML is no Akoma Ntoso document: its root is <{local(root)}>"
    hint = "expected <akomaNtoso> with a <statement> or a <documentCollection> in it"
    raise Refusal(what, hint, Where(source.name, root.sourceline or 1))


def _language(document: etree._Element, wishes: Wishes, source: Source) -> tuple[Language, tuple[Notice, ...]]:
    element = find(document, "FRBRlanguage")
    declared = "" if element is None else element.get("language", "")
    if wishes.language:
        return language(wishes.language), ()
    lang = by_terminology(declared)
    if lang is None:
        what = f"the document's language is “{declared or 'not said'}”; engross has {', '.join(codes())}"
        line = document.sourceline if element is None else element.sourceline
        raise Refusal(what, "say --language CODE if it is one of these", Where(source.name, line or 0))
    return lang, _script(lang, document, Where(source.name, document.sourceline or 0))


def _script(lang: Language, document: etree._Element, where: Where) -> tuple[Notice, ...]:
    found = dominant_script(spoken(document))
    declared = lang.words["language"]["script"]
    if not found or found == declared:
        return ()
    return (notice(Code.LANGUAGE_MISMATCH, where, declared=lang.code, found=f"{found} script"),)


def dominant_script(text: str) -> str:
    """The ISO 15924 code of the script that most letters of ``text`` have: Hani, Latn, Cyrl, Arab; "" for none."""
    ranges = {"Hani": (0x3400, 0x9FFF), "Cyrl": (0x400, 0x52F), "Arab": (0x600, 0x6FF), "Latn": (0x41, 0x24F)}
    counts = {name: sum(low <= ord(c) <= high for c in text) for name, (low, high) in ranges.items()}
    counts["Hani"] *= 3  # a Han character says about what three letters say
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


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
    series = {"unga": "A/RES", "unecosoc": "E/RES"}.get(pieces[-3] if len(pieces) > 3 else "")
    return f"{series}/{pieces[-1].replace('-', '/', 1)}" if series else ""


def _unknown(resolution: Resolution, masthead: Masthead) -> tuple[Notice, ...]:
    facts = resolution.facts
    known = {"title": title_text(resolution.full_title), "date of adoption": facts.adopted, "meeting": facts.meeting}
    known |= {"job number": facts.job_number, "date of issue": facts.issued or masthead.issued}
    return tuple(notice(Code.NOT_FOUND, resolution.where, what=what) for what, value in known.items() if not value)
