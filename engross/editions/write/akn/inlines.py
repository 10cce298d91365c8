"""Write a run of inlines as mixed content: every character once, each citation a ref, each note where it is called."""

from __future__ import annotations

from engross.editions.write.akn import blocks
from engross.editions.write.akn.clerk import AknWriterState
from engross.editions.write.akn.tags import AknElement, append_words, make_element
from engross.grammars.akn import CITATION_NAME, CITATION_SEPARATOR, LEAD_CLASS, STYLE_ELEMENTS
from engross.grammars.akn.iri import citation_target
from engross.model.tree import Citation, Inline, LineBreak, Link, Note, PageBreak, Style, Styled, Text


def fill_element(element: AknElement, content: tuple[Inline, ...], state: AknWriterState) -> AknElement:
    """Append a run to the content of an element, and return the element."""
    for item in content:
        match item:
            case Text(text):
                append_words(element, text)
            case PageBreak():
                pass
            case Link(target, inner) if target.startswith("#"):  # a repeated call: its number tells its note
                fill_element(element, inner, state)
            case _:
                element.append(_make_inline(item, state))
    return element


def _make_inline(item: Styled | Link | Citation | Note | LineBreak, state: AknWriterState) -> AknElement:
    match item:
        case LineBreak():
            return make_element("eol")
        case Note():
            return _make_note(item, state)
        case Styled(style, inner):
            return fill_element(_make_styled(style, state), inner, state)
        case Link(target, inner):
            return fill_element(make_element("a", href=target), inner, state)
        case Citation():
            return _make_citation(item, state)


def _make_styled(style: Style, state: AknWriterState) -> AknElement:
    """Return the element of a style; lead words are bold in a script without spaces, else italic."""
    if style is Style.LEAD:
        return make_element("b" if state.language.words["reading"]["tight"] else "i", class_=LEAD_CLASS)
    return make_element(STYLE_ELEMENTS[style]) if style in STYLE_ELEMENTS else make_element("span", class_=style.value)


def _make_citation(citation: Citation, state: AknWriterState) -> AknElement:
    """Return a ref with the symbol as its title; for several symbols an mref, its first ref with the words.

    What has no address, of which a ref must have one, is an inline with the symbols or the organ as its title.
    """
    if not (citation.symbols and all(symbol.url(state.resolver) for symbol in citation.symbols)):
        title = CITATION_SEPARATOR.join(map(str, citation.symbols)) or citation.organ
        return fill_element(make_element("inline", name=CITATION_NAME, title=title), citation.content, state)
    refs = [
        make_element("ref", href=citation_target(s, state.profile, state.resolver), title=s) for s in citation.symbols
    ]
    fill_element(refs[0], citation.content, state)
    return refs[0] if len(refs) == 1 else make_element("mref", *refs)


def _make_note(note: Note, state: AknWriterState) -> AknElement:
    name = state.id_by_number("authorialNote", note.number)
    element = make_element("authorialNote", placement="bottom", eId=name)
    element.set("marker", note.number)
    element.extend(blocks.make_flow(note.blocks, state, name) or [blocks.make_empty_paragraph()])
    return element
