"""The check that takes the text of each language out of a finished bilingual PDF, by code that no build uses."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest

from engross.model.parallel import LAYOUTS
from engross.verify.check.pdf_file import PdfElement, open_print
from engross.verify.check.text_identity import check_print_text
from tests.test_parallel import CASES, make

NAMES = (
    "zh-en",
    "en-ar",
    "ar-zh",
    "ar-ru",
    "a-table",
    "counterparts-that-call-other-notes",
    "a-paragraph-without-counterpart",
)
STREAMS = ("first body", "second body", "first note", "second note")


def write(folder: Path, layout: str, out: Path) -> Path:
    """Write the editions of a case, and return the path of the PDF."""
    for name, data in make(folder, layout).contents.items():
        (out / name).write_bytes(data)
    return next(out.glob("*.pdf"))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_finished_edition_has_the_text_of_both_languages(name: str, layout: str, tmp_path: Path) -> None:
    assert check_print_text(write(CASES / name, layout, tmp_path)) == ()


@pytest.mark.parametrize("name", ["zh-en", "ar-zh"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_text_that_is_not_there_is_found_in_either_language(name: str, layout: str, tmp_path: Path) -> None:
    path = write(CASES / name, layout, tmp_path)
    whole = json.loads((tmp_path / "report.json").read_text("utf-8"))
    for stream in STREAMS:
        report = json.loads(json.dumps(whole))
        text = report["text"] if stream.startswith("first") else report["parallel"]["text"]
        if stream.endswith("body"):
            text["body"] = text["body"][:9] + "#" + text["body"][10:]
        else:
            text["notes"].append("Vide")
        (tmp_path / "report.json").write_text(json.dumps(report), "utf-8")
        assert len(check_print_text(path) or ()) == 1, stream


def languages(element: PdfElement, around: str) -> list[tuple[str, str]]:
    """Return the languages of notes, each with the beginning of its text; ``around``: that of the element around."""
    own = element.language or around
    found = [(own, element.join_text("Lbl")[:3])] if element.role == "Note" else []
    return found + [pair for kid in element.kids if isinstance(kid, PdfElement) for pair in languages(kid, own)]


def test_notes_of_facing_pages_are_tagged_in_their_own_language(tmp_path: Path) -> None:
    """They stand in their page's foot, outside the elements that say the language of the text."""
    path = write(CASES / "zh-en", "facing", tmp_path)
    with pikepdf.open(path) as pdf:
        tag = str(pdf.Root.Lang)
    found = languages(open_print(path).document, tag)
    assert {language for language, text in found if text.isascii()} == {"en"}
    assert {language for language, text in found if not text.isascii()} == {tag}
