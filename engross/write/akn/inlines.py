"""A run of inlines to mixed content: every character once, each citation a ref, each note where it is called."""

from __future__ import annotations

from engross.akn import CITATION, LEAD, STYLES
from engross.akn.iri import cited
from engross.model import Citation, Inline, LineBreak, Link, Note, PageBreak, Style, Styled, Text
from engross.write.akn import blocks
from engross.write.akn.clerk import Clerk
from engross.write.akn.tags import Element, make, say


def fill(element: Element, content: tuple[Inline, ...], clerk: Clerk) -> Element:
    """The element with a run behind all that it holds."""
    for item in content:
        match item:
            case Text(text):
                say(element, text)
            case PageBreak():
                pass
            case _:
                element.append(_inline(item, clerk))
    return element


def _inline(item: Styled | Link | Citation | Note | LineBreak, clerk: Clerk) -> Element:
    match item:
        case LineBreak():
            return make("eol")
        case Note():
            return _note(item, clerk)
        case Styled(style, inner):
            return fill(_styled(style, clerk), inner, clerk)
        case Link(target, inner):
            return fill(make("a", href=target), inner, clerk)
        case Citation():
            return _citation(item, clerk)


def _styled(style: Style, clerk: Clerk) -> Element:
    """The element of a style; lead words look as the language sets them: bold in a tight script, else italic."""
    if style is Style.LEAD:
        return make("b" if clerk.language.words["reading"]["tight"] else "i", class_=LEAD)
    return make(STYLES[style]) if style in STYLES else make("span", class_=style.value)


def _citation(citation: Citation, clerk: Clerk) -> Element:
    """A ref with the symbol as its title; of several symbols an mref, the first ref with the words."""
    if not citation.symbols:
        return fill(make("inline", name=CITATION, title=citation.organ), citation.content, clerk)
    refs = [make("ref", href=cited(s, clerk.profile, clerk.resolver), title=s) for s in citation.symbols]
    fill(refs[0], citation.content, clerk)
    return refs[0] if len(refs) == 1 else make("mref", *refs)


def _note(note: Note, clerk: Clerk) -> Element:
    name = clerk.by_number("authorialNote", note.number)
    element = make("authorialNote", placement="bottom", eId=name)
    element.set("marker", note.number)
    element.extend(blocks.flow(note.blocks, clerk, name) or [blocks.nothing()])
    return element
