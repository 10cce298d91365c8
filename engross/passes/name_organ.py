"""Print the organ's name in the masthead where the source has its enacting words there: "إن المجلس", "The Assembly"."""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.language import Language
from engross.model.notice import Code, Notice, make_notice
from engross.model.text import strip_enacting_words
from engross.model.tree import Resolution


def name_organ(resolution: Resolution, language: Language) -> tuple[Resolution, tuple[Notice, ...]]:
    """Return the resolution with its organ's name in the masthead, and a notice if the source has other words there.

    Other words are those that open the organ's resolutions. Any other name stays: that of a parent organ, above a
    subsidiary, or of a body whose name is not known.
    """
    printed, name = resolution.masthead.organ, language.words["organs"].get(resolution.organ, "")
    phrase = strip_enacting_words(language.words["enacting"].get(resolution.organ, ""))
    if not name or not phrase or strip_enacting_words(printed) != phrase or strip_enacting_words(name) == phrase:
        return resolution, ()
    notice = make_notice(Code.ORGAN_NAMED, resolution.where, printed=printed, name=name)
    return replace(resolution, masthead=replace(resolution.masthead, organ=name)), (notice,)
