"""Find the language of a file: the text takes precedence over the metadata."""

from __future__ import annotations

import re

from lxml import etree

from engross.grammars.language import Language, find_by_terminology, language_codes, load_language
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.reading import Overrides
from engross.model.text import strip_enacting_words
from engross.model.tree import Source, Where
from engross.readers.akn.tree import find_first, join_text_words

# Letters of a script that follow each other, by its ISO 15924 code.
SCRIPT_RUNS = {
    "Hani": re.compile("[\u3400-\u9fff]+"),
    "Cyrl": re.compile("[\u0400-\u052f]+"),
    "Arab": re.compile("[\u0600-\u06ff]+"),
    "Latn": re.compile("[A-\u024f]+"),
}
WEIGHTS = {"Hani": 3}  # a Han character stands for about three letters


def choose_language(
    document: etree._Element, overrides: Overrides, source: Source, *, believed: bool
) -> tuple[Language, tuple[Notice, ...]]:
    """Return the language of the overrides, else that of the text, else the declared one; and the notices.

    ``believed``: the declared one takes precedence over the text. Raises Refusal if none is known.
    """
    if overrides.language:
        return load_language(overrides.language), ()
    element = find_first(document, "FRBRlanguage")
    declared_code = "" if element is None else element.get("language", "")
    declared = find_by_terminology(declared_code)
    where = Where(source.name, (document if element is None else element).sourceline or 0)
    chosen = declared if believed else _detect_language(document, declared)
    if chosen is not None and chosen != declared:
        return chosen, (
            make_notice(Code.LANGUAGE_MISMATCH, where, declared=declared_code or "not known", found=chosen.code),
        )
    if declared is None:
        what = f"the document's language is “{declared_code or 'not said'}”; engross has {', '.join(language_codes())}"
        guess = _guess_code(document)
        advice = (
            f"use --language {guess}, which its words speak for"
            if guess
            else "use --language CODE if it is one of these"
        )
        raise Refusal(what, advice, where)
    return declared, ()


def _detect_language(document: etree._Element, declared: Language | None) -> Language | None:
    """Return the language whose enacting words open the text, or the only one of its script; None if unclear."""
    formula = find_first(document, "formula")
    words = "" if formula is None else strip_enacting_words("".join(formula.itertext()))
    languages = [load_language(code) for code in language_codes()]
    by_words = [
        one
        for one in languages
        if words and any(words == strip_enacting_words(w) for w in one.words["enacting"].values())
    ]
    script = find_dominant_script(join_text_words(document))
    by_script = [one for one in languages if one.words["language"]["script"] == script]
    if len(by_words) == 1 and by_words[0] in by_script:
        return by_words[0]
    is_misdeclared = declared is not None and declared not in by_script
    return by_script[0] if is_misdeclared and len(by_script) == 1 else None


def _guess_code(document: etree._Element) -> str:
    """Return the code of the language that names the United Nations and their organs most often; "" for none."""
    text = join_text_words(document)
    counts = {}
    for code in language_codes():
        words = load_language(code).words
        counts[code] = sum(map(text.count, (words["book"]["publisher"], *words["organs"].values())))
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else ""


def find_dominant_script(text: str) -> str:
    """Return the ISO 15924 code of the script of most letters: Hani, Latn, Cyrl, Arab; "" for none."""
    counts = {name: WEIGHTS.get(name, 1) * sum(map(len, runs.findall(text))) for name, runs in SCRIPT_RUNS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""
