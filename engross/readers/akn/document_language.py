"""The language of a file: what its text shows goes before what its metadata says."""

from __future__ import annotations

from lxml import etree

from engross.grammars.language import Language, find_by_terminology, language_codes, load_language
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.reading import Overrides
from engross.model.text import strip_enacting_words
from engross.model.tree import Source, Where
from engross.readers.akn.tree import find_first, join_text_words


def choose_language(
    document: etree._Element, overrides: Overrides, source: Source, *, believed: bool
) -> tuple[Language, tuple[Notice, ...]]:
    """The language wished for; else the one of the text; else the declared one. Raises Refusal where none is known.

    ``believed``: the declared one goes before the text's.
    """
    if overrides.language:
        return load_language(overrides.language), ()
    element = find_first(document, "FRBRlanguage")
    said = "" if element is None else element.get("language", "")
    declared = find_by_terminology(said)
    where = Where(source.name, (document if element is None else element).sourceline or 0)
    found = declared if believed else _detect_language(document, declared)
    if found is not None and found != declared:
        return found, (make_notice(Code.LANGUAGE_MISMATCH, where, declared=said or "not known", found=found.code),)
    if declared is None:
        what = f"the document's language is “{said or 'not said'}”; engross has {', '.join(language_codes())}"
        raise Refusal(what, "say --language CODE if it is one of these", where)
    return declared, ()


def _detect_language(document: etree._Element, declared: Language | None) -> Language | None:
    """The one language whose enacting words open the text, or the only one of its script; None: that says nothing."""
    formula = find_first(document, "formula")
    words = "" if formula is None else strip_enacting_words("".join(formula.itertext()))
    known = [load_language(code) for code in language_codes()]
    opened = [
        one for one in known if words and any(words == strip_enacting_words(w) for w in one.words["enacting"].values())
    ]
    script = find_dominant_script(join_text_words(document))
    written = [one for one in known if one.words["language"]["script"] == script]
    if len(opened) == 1 and opened[0] in written:
        return opened[0]
    other = declared is not None and declared not in written
    return written[0] if other and len(written) == 1 else None


def find_dominant_script(text: str) -> str:
    """The ISO 15924 code of the script that most letters of ``text`` have: Hani, Latn, Cyrl, Arab; "" for none."""
    ranges = {"Hani": (0x3400, 0x9FFF), "Cyrl": (0x400, 0x52F), "Arab": (0x600, 0x6FF), "Latn": (0x41, 0x24F)}
    counts = {name: sum(low <= ord(c) <= high for c in text) for name, (low, high) in ranges.items()}
    counts["Hani"] *= 3  # a Han character says about what three letters say
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""
