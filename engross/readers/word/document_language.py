"""Detect the language of a document without enacting words: by its letters, then by the language that Word records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from engross.grammars.language import language_codes
from engross.readers.lines.seeming_language import SCRIPT_LETTERS, guess_language
from engross.readers.word.qnames import find_element, full_name, read_value
from engross.readers.word.styles import WordStyles


def detect_language(root: etree._Element, styles: WordStyles) -> str:
    """Return the code of the language that most of a text is in.

    It is the one that its words seem to be in where Word records none.
    """
    run_texts = [
        (run, "".join(one.text or "" for one in run.iterfind(full_name("w:t")))) for run in root.iter(full_name("w:r"))
    ]
    text = "".join(run_text for _, run_text in run_texts)
    for code, letters in SCRIPT_LETTERS.items():
        if len(re.findall(letters, text)) > len(re.findall("[A-Za-zÀ-ÿ]", text)) / 2:
            return code
    default = next((code for style in styles.base_chain(styles.default) if (code := read_named_language(style))), "")
    lengths: Counter[str] = Counter()
    for run, run_text in run_texts:
        lengths[read_named_language(run) or default] += len(run_text)
    candidates = [code for code, _ in lengths.most_common() if code in language_codes() and code not in SCRIPT_LETTERS]
    return candidates[0] if candidates else guess_language(_list_paragraph_texts(root)).code


def _list_paragraph_texts(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(full_name("w:p")):
        yield "".join(one.text or "" for one in paragraph.iter(full_name("w:t")))


def read_named_language(element: etree._Element) -> str:
    """Return the language that run properties name: "fr" for "fr-CH"; "" for none."""
    return read_value(find_element(element, "w:rPr", "w:lang")).partition("-")[0].lower()
