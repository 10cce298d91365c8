"""The language of a file: what its text shows goes before what its metadata says."""

from __future__ import annotations

from lxml import etree

from engross.language import Language, by_terminology, codes, language
from engross.model import Source, Where
from engross.notice import Code, Notice, Refusal, notice
from engross.reading import Wishes
from engross.structure.akn.tree import find, spoken
from engross.text import bare_words


def language_of(
    document: etree._Element, wishes: Wishes, source: Source, *, believed: bool
) -> tuple[Language, tuple[Notice, ...]]:
    """The language wished for; else the one of the text; else the declared one. Raises Refusal where none is known.

    ``believed``: the declared one goes before the text's.
    """
    if wishes.language:
        return language(wishes.language), ()
    element = find(document, "FRBRlanguage")
    said = "" if element is None else element.get("language", "")
    declared = by_terminology(said)
    where = Where(source.name, (document if element is None else element).sourceline or 0)
    found = declared if believed else _shown(document, declared)
    if found is not None and found != declared:
        return found, (notice(Code.LANGUAGE_MISMATCH, where, declared=said or "not known", found=found.code),)
    if declared is None:
        what = f"the document's language is “{said or 'not said'}”; engross has {', '.join(codes())}"
        raise Refusal(what, "say --language CODE if it is one of these", where)
    return declared, ()


def _shown(document: etree._Element, declared: Language | None) -> Language | None:
    """The one language whose enacting words open the text, or the only one of its script; None: that says nothing."""
    formula = find(document, "formula")
    words = "" if formula is None else bare_words("".join(formula.itertext()))
    known = [language(code) for code in codes()]
    opened = [one for one in known if words and any(words == bare_words(w) for w in one.words["enacting"].values())]
    script = dominant_script(spoken(document))
    written = [one for one in known if one.words["language"]["script"] == script]
    if len(opened) == 1 and opened[0] in written:
        return opened[0]
    other = declared is not None and declared not in written
    return written[0] if other and len(written) == 1 else None


def dominant_script(text: str) -> str:
    """The ISO 15924 code of the script that most letters of ``text`` have: Hani, Latn, Cyrl, Arab; "" for none."""
    ranges = {"Hani": (0x3400, 0x9FFF), "Cyrl": (0x400, 0x52F), "Arab": (0x600, 0x6FF), "Latn": (0x41, 0x24F)}
    counts = {name: sum(low <= ord(c) <= high for c in text) for name, (low, high) in ranges.items()}
    counts["Hani"] *= 3  # a Han character says about what three letters say
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""
