"""Name the organ whose text a document is: the Human Rights Council, not the Assembly whose subsidiary it is."""

from __future__ import annotations

from engross.grammars.language import Language
from engross.grammars.symbol import find_series_place
from engross.model.tree import Resolution

# The bodies whose numbered series are those of an organ with a name in [organs]; other series are a subsidiary's.
BODIES_WITH_ORGAN = (("A",), ("S",), ("E",), ("A", "HRC"))


def name_author(resolution: Resolution, language: Language) -> str:
    """Return the name of the organ that adopted a text, or would adopt a draft, in ``language``.

    An organ that has enacting words is named by the UN's name for it, whatever the masthead prints above it. The body
    of any other document is named as the masthead prints it, a subsidiary before its parent; if the masthead is silent,
    it is the organ that the symbol stands under.
    """
    place, masthead = find_series_place(resolution.symbol), resolution.masthead
    organ_name = language.word("organs", resolution.organ)
    is_subsidiary = place is not None and place.body not in BODIES_WITH_ORGAN
    if resolution.organ in language.words["enacting"] and not is_subsidiary:
        return organ_name
    return masthead.subsidiary or masthead.organ or organ_name
