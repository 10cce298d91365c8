"""Name the editions of a document by what it is, apart from those of other sources of the same document."""

from __future__ import annotations

from engross.grammars.edition_name import find_free_name, make_document_name, make_edition_name
from engross.model.notice import Code, Notice, make_notice
from engross.model.request import Request
from engross.model.tree import Resolution

YAML_STEM_END = ".resolution"  # A_RES_77_213.resolution.yaml is A_RES_77_213


def name_editions(request: Request, resolution: Resolution) -> tuple[str, tuple[Notice, ...]]:
    """Return the name of the editions and their folder, and the notice that another source has the document's own name.

    The name is the one asked for, else that of the document, else, if that is taken, this with the source's name.
    """
    kind = request.format.kind
    document_name = kind.name_editions(make_document_name(str(resolution.symbol), resolution.language))
    sources = {name.casefold(): source for name, source in request.taken}
    stem = request.source.stem.removesuffix(YAML_STEM_END)
    asked_name = kind.name_editions(make_edition_name(request.name)) if request.name else ""
    name = asked_name or find_free_name(document_name, stem, sources)
    rival = request.rival or sources.get(document_name.casefold())
    if not rival:
        return name, ()
    words = {"symbol": resolution.symbol, "language": resolution.language, "other": rival, "name": name}
    return name, (make_notice(Code.SAME_DOCUMENT, resolution.where, **words),)
