"""The measurements of finished editions: a fault is found under its code; what cannot be told is not called clean."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from dataclasses import asdict
from pathlib import Path

import pikepdf
import pytest
from engross_weasyprint import HTML

from engross.batch.booklet import BookletRequest, make_booklet
from engross.editions.pdf import PRODUCER, PdfExtras
from engross.editions.pdf.render_context import make_render_context
from engross.editions.pdf.tags import PDF_VARIANT, write_tagged_pdf
from engross.editions.typeset import print_markup as typeset
from engross.model.notice import Severity
from engross.model.text import TextStreams
from engross.pipeline.build import BuildResult, Request, build
from engross.verify.check import (
    CHECK_COLUMNS,
    FILE_IDENTITY,
    Column,
    check_editions,
    column_names,
    make_table,
    spell_verdict,
)
from engross.verify.check.finding import FileRow, Finding, Findings
from engross.verify.check.pdf_file import open_print
from engross.verify.check.rule import EditionFault
from engross.verify.check.table import MOST_LISTED_FILES
from tests.cases import HERE, expect, folders
from tests.tamper import CHANGES, SHEET_CHANGES, report
from tests.test_build import FONTS, SAMPLE
from tests.test_pdf import book, shop

BODY = "回顾宪章1和决议2，"
HYPHENATED = """<html lang="en"><head><title>t</title><style>
@page {{ size: 60mm 297mm; margin: 10mm }} p {{ font: 10pt "Engross Serif"; hyphens: auto; text-align: justify;
hyphenate-character: "\u2010" }}</style></head><body><article><p>{words}</p></article></body></html>"""
MEASURED = tuple(
    c for c in CHECK_COLUMNS if isinstance(c, Column) and c.name not in ("EPUBCheck", "lint", "PDF/A, PDF/UA")
)

# A case is a page, which is laid out and spoilt, or a folder of files with their reports.
FILE_CASES = [folder for folder in folders("check") if (folder / "in").is_dir()]
MEASURED_CASES = [folder for folder in folders("check") if folder not in FILE_CASES]


def set_page(source: Path, path: Path) -> Path:
    """Make the PDF of a case: lay its HTML out, write it with tags, then spoil it as the case wants."""
    context = make_render_context(shop("zh"))
    html = HTML(string=source.read_text("utf-8"))
    document = html.render(
        font_config=context.fonts, stylesheets=[context.faces, context.sheet], pdf_variant=PDF_VARIANT
    )
    path.write_bytes(
        write_tagged_pdf(
            document, PdfExtras(typeset.make_body_sheet(book(())), typeset.make_xmp_packet(book(()), PRODUCER))
        )
    )
    name = source.parent.name
    if (lists := source.with_name("lists.json")).exists():
        shutil.copy(lists, path.with_suffix(".json"))
    if name in SHEET_CHANGES:
        pages = path.rename(path.with_name("pages.pdf"))
        make_booklet(BookletRequest(pages, path))
    change = (CHANGES | SHEET_CHANGES).get(name)
    if change:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            change(pdf)
            pdf.save(path)
    return path


def measured(path: Path) -> dict[str, Findings | None]:
    """Return what each measuring column finds in a file."""
    return {column.name: column.look(path) for column in MEASURED if column.suffix == path.suffix}


@pytest.mark.parametrize("folder", MEASURED_CASES, ids=lambda folder: folder.name)
def test_fault(folder: Path, tmp_path: Path, accept: bool) -> None:
    """Each fault has a case; its PDF is found at fault under its code, in the words expected."""
    path = set_page(folder / "in.html", tmp_path / "case.pdf")
    body = BODY.replace("决", "議") if folder.name == "text-differs" else BODY
    text = TextStreams(("A/RES/80/1",), body, ("见《图书馆宪章》。", "见第二号决议。"))
    if folder.name in ("text-differs", "run-differs"):
        report(path, asdict(text), hashlib.sha256(path.read_bytes()).hexdigest())
    found = {name: findings or () for name, findings in measured(path).items()}
    expect(folder / "out.txt", "".join(f"{name}: {f}\n" for name, of in found.items() for f in of), accept)
    assert folder.name in {f.code for findings in found.values() for f in findings}


@pytest.mark.parametrize("folder", FILE_CASES, ids=lambda folder: folder.name)
def test_fault_of_files(folder: Path, accept: bool) -> None:
    """Files that are not what their report, or their run's journal, says: each has its row and what is found of it."""
    rows = check_editions([folder / "in"], MEASURED)
    lines = [
        f"{row.path.relative_to(folder / 'in').as_posix()}: {finding or 'clean'}\n"
        for row in rows
        for finding in row.found.get(FILE_IDENTITY, ("cannot be told",)) or ("",)
    ]
    expect(folder / "out.txt", "".join(lines), accept)
    assert folder.name in {f.code for row in rows for f in row.found.get(FILE_IDENTITY, ())}


def test_every_fault_has_a_case() -> None:
    """No fault is without a case, and no case folder is left behind when a fault goes."""
    assert {folder.name for folder in folders("check")} == {fault.slug for fault in EditionFault}
    assert {*CHANGES, *SHEET_CHANGES} <= {fault.slug for fault in EditionFault}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """Build the sample, once."""
    return build(Request(SAMPLE, tmp_path_factory.mktemp("build"), FONTS))


def test_the_sample_is_clean_in_every_column(sample: BuildResult) -> None:
    rows = check_editions([sample.folder], MEASURED)
    assert {name: spell_verdict(found) for row in rows for name, found in row.found.items()} == dict.fromkeys(
        (FILE_IDENTITY, "notes", "text identity", "ragged lines", "prohibitions", "glyphs"), "clean"
    )
    assert [sorted(row.found) for row in rows if row.path.suffix == ".epub"] == [[FILE_IDENTITY, "text identity"]]
    assert sorted(row.path for row in rows) == sorted(sample.files)


def test_a_word_changed_in_an_e_book_is_found(sample: BuildResult, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(sample.folder, folder)
    path = next(folder.glob("*.epub"))
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in files.items():
            new.writestr(name, data.replace("重申决心".encode(), "重申决定".encode()))
    (found,) = check_editions([path], MEASURED)
    assert [f.code for f in found.found[FILE_IDENTITY]] == ["file-changed"]
    (finding,) = found.found["text identity"]
    assert (finding.code, "重申决心" in finding.message) == ("text-differs", True)


def meaning(path: Path, before: str, after: str) -> None:
    """Make the glyphs of a PDF that mean one character mean another."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        fonts = {font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}
        for font in fonts.values():
            data = font.ToUnicode.read_bytes()
            font.ToUnicode.write(data.replace(f"<{ord(before):04x}>".encode(), f"<{ord(after):04x}>".encode()))
        pdf.save(path)


OWN = "Recalling that well-<br>being and self-<br>government go on "
DIVIDED = "Recalling internationally acknowledged responsibilities of administrations "


@pytest.mark.parametrize(("words", "before", "after"), [(OWN, "-", "\u00ad"), (DIVIDED, "\u00ad", "-")])
def test_a_hyphen_at_a_lines_end_is_told_from_one_that_divides_a_word(
    words: str, before: str, after: str, tmp_path: Path
) -> None:
    """PDFium reports both alike; the ToUnicode maps show a hyphen lost or added there."""
    source = tmp_path / "in.html"
    source.write_text(HYPHENATED.format(words=words * 6), "utf-8")
    path = set_page(source, tmp_path / "case.pdf")
    text = asdict(TextStreams((), "".join((words * 6).replace("<br>", "").split()), ()))
    report(path, text, hashlib.sha256(path.read_bytes()).hexdigest())
    ends = [glyph.text for glyph in open_print(path).document.iter_glyphs() if glyph.text in "-\u00ad\x02"]
    assert (ends.count("-"), before in ends, "\x02" in ends) == (words.count("-") * 6, True, False)
    assert measured(path)["text identity"] == ()
    meaning(path, before, after)
    report(path, text, hashlib.sha256(path.read_bytes()).hexdigest())
    assert [f.code for f in measured(path)["text identity"] or ()] == ["text-differs"]


def test_lists_of_a_damaged_book_cannot_be_told(tmp_path: Path) -> None:
    shutil.copy(HERE / "check" / "list-page" / "lists.json", tmp_path / "book.json")
    (tmp_path / "book.pdf").write_bytes(b"%PDF-1.7 torn")
    assert measured(tmp_path / "book.pdf")["lists"] is None


def test_what_cannot_be_told_is_not_clean(sample: BuildResult, tmp_path: Path) -> None:
    """A PDF without structure, of another language or without report; one that cannot be opened."""
    path = tmp_path / "a.pdf"
    shutil.copy(next(sample.folder.glob("*.pdf")), path)
    assert {name for name, found in measured(path).items() if found is None} == {
        "large print",
        "lists",
        "bound pages",
        "sheets",
        "text identity",
    }
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.Lang = pikepdf.String("en")
        pdf.save(path)
    assert {name for name, found in measured(path).items() if found is None} == {
        "large print",
        "lists",
        "bound pages",
        "sheets",
        "text identity",
        "ragged lines",
        "prohibitions",
    }
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(path)
    assert {name for name, found in measured(path).items() if found is not None} == {"glyphs"}
    path.write_bytes(b"%PDF-1.7 cut short")
    assert set(measured(path).values()) == {None}
    (row,) = check_editions([path])
    assert not row.is_clean
    assert (spell_verdict(row.found.get("notes")), spell_verdict(row.found["PDF/A, PDF/UA"])) == ("–", "1 error")


def test_a_report_of_another_file_tells_nothing(sample: BuildResult, tmp_path: Path) -> None:
    path = tmp_path / "b.pdf"
    shutil.copy(next(sample.folder.glob("*.pdf")), path)
    shutil.copy(sample.folder / "report.json", tmp_path)
    assert measured(path)["text identity"] is None
    told = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert set(told["text"]) == {"masthead", "body", "notes"}
    assert len(told["text"]["notes"]) == told["counts"]["notes"]


def test_glyphs_stand_where_they_are_drawn(sample: BuildResult) -> None:
    """Pages from 1, edges in points; the structure has each note once, behind its call."""
    document = open_print(next(sample.folder.glob("*.pdf"))).document
    glyphs = list(document.iter_glyphs())
    assert {glyph.page for glyph in glyphs} == {1, 2, 3}
    assert all(0 < glyph.left <= glyph.right < 596 and 0 < glyph.base < 842 for glyph in glyphs)
    assert [one.name for one in document.iter_elements() if one.role == "Note"] == [f"fn-{n}" for n in range(1, 7)]


def row(name: str, *findings: Finding) -> FileRow:
    return FileRow(Path(f"out/{name}/{name}.pdf"), {"notes": findings})


def test_many_clean_files_are_one_line_a_folder() -> None:
    """Faulty files are listed, and the foot counts all."""
    noted = Finding("unstretched", Severity.INFO, "", n=3)
    rows = [
        *(row(f"a{n}") for n in range(MOST_LISTED_FILES)),
        row("b", Finding("x", Severity.ERROR, "")),
        row("c", noted),
    ]
    made = make_table(rows, ("notes", "text"))
    assert made.heads == ("edition", "notes", "text")
    assert made.lines == (("out/b/b.pdf", "1 error", "–"), ("out/*/*.pdf: 41 files", "41 clean (3 noted)", "–"))
    assert made.foot == ("42 files, 41 clean", "1 of 42 at fault (3 noted)", "–")
    few = make_table(rows[-2:], ("notes",))
    assert [line[1] for line in few.lines] == ["1 error", "clean (3 noted)"]
    assert few.foot == ("2 files, 1 clean", "1 of 2 at fault (3 noted)")


def test_columns_of_one_name_are_one() -> None:
    assert column_names().count("text identity") == 1
