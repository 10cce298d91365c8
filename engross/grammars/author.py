"""Name the organ whose text a document is: the Human Rights Council, not the Assembly whose subsidiary it is."""

from __future__ import annotations

from engross.grammars.enacting import OTHER_ORGAN, PRINCIPAL_ORGANS
from engross.grammars.language import Language
from engross.grammars.symbol import find_series_place
from engross.model.text import spell_inlines
from engross.model.tree import Paragraph, Resolution, Role

# The bodies whose numbered series are those of an organ with a name in [organs]; other series are a subsidiary's.
BODIES_WITH_ORGAN = (("A",), ("S",), ("E",), ("A", "HRC"))


def _find_enacting_name(resolution: Resolution) -> str:
    """Return the body that a text's own enacting words name, as they name it; "" for none."""
    blocks = resolution.parts[0].body[:1]
    enacting = [b for b in blocks if isinstance(b, Paragraph) and b.role is Role.ENACTING]
    words = spell_inlines(enacting[0].content, calls=False) if enacting else ""
    return " ".join(words.split()).rstrip(" ,，،")


def name_author(resolution: Resolution, language: Language) -> str:
    """Return the name of the organ that adopted a text, or would adopt a draft, in ``language``.

    An organ that has enacting words is named by the UN's name for it, whatever the masthead prints above it. The body
    of any other document is named as the masthead prints it, a subsidiary before its parent; if the masthead is silent,
    it is the organ that the symbol stands under.
    """
    place, masthead = find_series_place(resolution.symbol), resolution.masthead
    organ_name = language.word("organs", resolution.organ)
    is_subsidiary = resolution.organ in PRINCIPAL_ORGANS and place is not None and place.body not in BODIES_WITH_ORGAN
    if resolution.organ == OTHER_ORGAN:
        return _find_enacting_name(resolution) or masthead.subsidiary or masthead.organ or organ_name
    if resolution.organ in language.words["enacting"] and not is_subsidiary:
        return organ_name
    return masthead.subsidiary or masthead.organ or organ_name
