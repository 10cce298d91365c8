"""Name a document that has no symbol: by its number or heading, never by a symbol of our making."""

from __future__ import annotations

import re
from dataclasses import replace

from engross.grammars.enacting import OTHER_ORGAN, PRINCIPAL_ORGANS
from engross.grammars.language import Language
from engross.grammars.symbol import Symbol
from engross.model.notice import Code, Notice, make_notice
from engross.model.text import spell_inlines
from engross.model.tree import Masthead, Paragraph, Resolution, Role


def name_document(organ: str, masthead: Masthead, heading: str, lang: Language) -> Symbol | None:
    """Return the name of a document of a body that need not number its documents, or of a draft with a labelled head.

    ``heading``: its number or title, "" for neither. None for other documents, and if nothing names it.
    """
    labels, lines = lang.words["draft_head"], _list_labelled_lines(masthead)
    is_labelled = any(re.match(labels[field], line) for field, line in lines)
    if organ in PRINCIPAL_ORGANS and not is_labelled:
        return None
    question = re.sub(f"^(?:{labels['agenda_title']})", "", masthead.agenda_title).strip()
    name = " ".join((next(iter(masthead.other), "") if is_labelled else "").split()) or heading or question
    name = name or next(iter(masthead.other), "")
    return Symbol((), name=" ".join(name.split())) if name else None


def seat_name(masthead: Masthead, symbol: Symbol) -> Masthead:
    """Return the masthead with the line that names the document where a symbol would stand, if it is its first."""
    first = next(iter(masthead.other), "")
    if not symbol.is_name or " ".join(first.split()) != str(symbol):
        return masthead
    return replace(masthead, symbol=first, other=masthead.other[1:])


def _list_labelled_lines(masthead: Masthead) -> tuple[tuple[str, str], ...]:
    proponent = spell_inlines(masthead.proponent, calls=False)
    return (("organ", masthead.organ), ("agenda_title", masthead.agenda_title), ("proponent", proponent))


def report_identity(resolution: Resolution) -> tuple[Notice, ...]:
    """Return the notices that a document has no symbol, and that its body is one that engross does not know."""
    notices = []
    if resolution.symbol.is_name:
        notices.append(make_notice(Code.NO_SYMBOL, resolution.where, name=resolution.symbol))
    if resolution.organ == OTHER_ORGAN:
        enacting = (
            block
            for part in resolution.parts
            for block in part.body
            if isinstance(block, Paragraph) and block.role is Role.ENACTING
        )
        if block := next(enacting, None):
            words = " ".join(spell_inlines(block.content, calls=False).split())
            notices.append(make_notice(Code.OTHER_ORGAN, block.where, words=words))
    return tuple(notices)
