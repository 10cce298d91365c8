"""Documents with depth, width and figures without end: refused at their place, or read as what they are."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from engross.editions.index import build_index
from engross.grammars.language import load_language
from engross.grammars.symbol import find_symbols
from engross.model.limits import BLOCK_DEPTH, TABLE_DEPTH
from engross.model.notice import Refusal
from engross.model.request import Request
from engross.pipeline.read import READING_FORMS, ReadingForm, read_as, understand_request
from tests.test_build import FONTS
from tests.test_recover import source_of


def words_of(made: ReadingForm) -> str:
    """Return the text of a form, of a Word document that of its parts."""
    if not made.data:
        return made.text
    with zipfile.ZipFile(BytesIO(made.data)) as archive:
        return "".join(archive.read(f"word/{part}.xml").decode("utf-8") for part in ("document", "footnotes"))


def request_of(inside: str, folder: Path) -> Request:
    """Return the request for a file with ``inside`` in its main body."""
    path = folder / "in.xml"
    path.write_bytes(source_of(inside).data)
    return Request(path, folder, FONTS)


@pytest.mark.parametrize(
    ("begin", "end", "message"),
    [
        ("<blockList><item><num>(a)</num><p>x</p>", "</item></blockList>", f"more than {BLOCK_DEPTH} deep"),
        ("<point><num>(a)</num><p>x</p>", "</point>", f"more than {BLOCK_DEPTH} deep"),
        ("<table><tr><td><p>x</p>", "</td></tr></table>", f"tables are nested more than {TABLE_DEPTH} deep"),
    ],
)
def test_what_hangs_too_deep_is_refused_and_what_does_not_is_written(
    begin: str, end: str, message: str, tmp_path: Path
) -> None:
    for form in READING_FORMS:
        assert words_of(read_as(request_of(begin * 19 + end * 19, tmp_path), form)).count("x") >= 19
    with pytest.raises(Refusal, match=message) as refusal:
        understand_request(request_of(begin * 32 + end * 32, tmp_path))
    assert refusal.value.where.line == 4


@pytest.mark.parametrize("figures", ["9" * 12, "9" * 5_000], ids=len)
@pytest.mark.parametrize(
    "inside",
    [
        "<paragraph><num>{}.</num><content><p>Notes x;</p></content></paragraph>",
        "<p>Notes x<authorialNote marker='{}'><p>n</p></authorialNote> y<authorialNote><p>n</p></authorialNote>;</p>",
        "<table><tr><td colspan='{}'><p>a</p></td></tr><tr><td rowspan='{}'><p>a</p></td></tr></table>",
        "<p>Recalling its resolutions {}/1 and 60/1 to 60/{}, A/60/{}/Add.1, Add.2-{} and SR.1 to {};</p>",
        "<p>{}th plenary meeting, {} May {}</p>",
    ],
)
def test_numbers_of_any_length_are_read(inside: str, figures: str, tmp_path: Path) -> None:
    """A number beyond counting is words; Python itself reads none of more than 4,300 digits."""
    request = request_of(inside.replace("{}", figures), tmp_path)
    resolution = understand_request(request).resolution
    assert build_index(resolution, load_language("en")).entries is not None
    for form in READING_FORMS:
        made = read_as(request, form)
        assert not [one for one in made.notices if one.severity.value == "error"]
        assert figures in words_of(made) or "span" in inside


def test_table_whose_spans_make_too_many_cells_is_refused_at_its_place(tmp_path: Path) -> None:
    rows = "<tr><td rowspan='3000'><p>a</p></td></tr>" * 3_000
    with pytest.raises(Refusal, match="3,000 rows of 3,000 columns") as refusal:
        understand_request(request_of(f"<table>{rows}</table>", tmp_path))
    assert refusal.value.where.line == 4


def test_range_of_documents_that_nobody_wrote_is_its_ends() -> None:
    found = find_symbols("A/60/1/Add.1 and Add.2-999999999, and A/60/2/Add.1 and Add.2-4")
    assert [len(one.symbols) for one in found] == [1, 2, 1, 3]
