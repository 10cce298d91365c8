"""The checks of finished editions: each rule of the linter, EPUBCheck, PDF standards, the table."""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest

from engross.model.notice import Refusal, Severity
from engross.pipeline.build import Request, build
from engross.verify.check import (
    CHECK_COLUMNS,
    FILE_IDENTITY,
    check_editions,
    find_editions,
    lint_epub,
    run_epubcheck,
    spell_verdict,
    validate_pdf,
)
from engross.verify.check.finding import Column, Finding, Findings
from engross.verify.check.rule import LintRule
from engross.verify.check.verapdf import JAR_NAME, run_verapdf, verapdf_columns
from tests.promises import VERAPDF
from tests.test_build import FONTS, SAMPLE

CASES = Path(__file__).parent / "cases" / "lint"


def bind(target: Path, changes: list[dict[str, str]]) -> Path:
    """Write the base book with ``changes`` (file, old, new) as an EPUB at ``target``."""
    base = CASES / "base"
    files = {p.relative_to(base).as_posix(): p.read_text("utf-8") for p in sorted(base.rglob("*")) if p.is_file()}
    for change in changes:
        assert files[change["file"]].count(change["old"]) == 1, f"“{change['old']}” must be there once"
        files[change["file"]] = files[change["file"]].replace(change["old"], change["new"])
    with zipfile.ZipFile(target, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        for name, text in files.items():
            book.writestr(name, text)
    return target


@pytest.mark.slow
def test_base_is_clean(tmp_path: Path) -> None:
    """The book that every case changes breaks no rule, neither ours nor EPUBCheck's."""
    base = bind(tmp_path / "base.epub", [])
    assert lint_epub(base) == ()
    assert run_epubcheck([base]) == {base: ()}


@pytest.mark.parametrize("rule", LintRule, ids=lambda rule: rule.slug)
def test_rule(rule: LintRule, tmp_path: Path) -> None:
    """Each case breaks its rule: the finding has the expected code, places and words."""
    folder = CASES / rule.slug
    changes = tomllib.loads((folder / "change.toml").read_text("utf-8"))["change"]
    findings = lint_epub(bind(tmp_path / "case.epub", changes))
    assert [str(finding) for finding in findings] == (folder / "expected.txt").read_text("utf-8").splitlines()
    assert rule.slug in {finding.code for finding in findings}
    assert all(finding.hint for finding in findings)


def test_a_space_sets_a_label_apart_from_a_chinese_title(tmp_path: Path) -> None:
    labelled = '<h1><span class="sect label">附件一</span> 水与道路</h1>'
    change = {"file": "book/text.xhtml", "old": "<h1>水与道路</h1>", "new": labelled}
    assert LintRule.HAN_SPACE.slug not in {finding.code for finding in lint_epub(bind(tmp_path / "a.epub", [change]))}


def test_every_case_has_a_rule() -> None:
    """No case folder is left behind when a rule goes."""
    assert {p.name for p in CASES.iterdir() if p.is_dir()} == {"base", *(rule.slug for rule in LintRule)}


@pytest.mark.slow
def test_epubcheck_finds(tmp_path: Path) -> None:
    """EPUBCheck checks many books in one Java machine and says what is wrong and where."""
    broken = {"file": "book/text.xhtml", "old": "<h1>水与道路</h1>", "new": "<h1><p/></h1>"}
    bad, good = bind(tmp_path / "bad.epub", [broken]), bind(tmp_path / "good.epub", [])
    findings = run_epubcheck([bad, good])
    assert findings[good] == ()
    assert ("RSC-005", Severity.ERROR) in {(finding.code, finding.severity) for finding in findings[bad]}
    assert any(finding.place.startswith("book/text.xhtml:") for finding in findings[bad])


def test_a_book_that_epubcheck_fails_on_is_a_finding_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception in EPUBCheck does not end the check of many books."""

    def fail(*_: object) -> None:
        raise ValueError("no parser")

    report = SimpleNamespace(initialize=lambda: None)
    java = SimpleNamespace(StringWriter=str, PrintWriter=str, File=str, CheckingReport=lambda *_: report)
    java.EpubCheck, java.Throwable = fail, ValueError
    monkeypatch.setattr(sys.modules[run_epubcheck.__module__], "start_java", lambda: java)
    (finding,) = run_epubcheck([Path("a.epub")])[Path("a.epub")]
    assert (finding.code, finding.severity) == ("failed", Severity.ERROR)
    assert "no parser" in finding.message


def test_table(tmp_path: Path) -> None:
    """One row for each file, one cell for each column that checks such files; a folder stands for its editions."""
    change = {"file": "book/flow.css", "old": "font-size: 1em", "new": "font-size: 12pt"}
    book = bind(tmp_path / "a.epub", [change])
    pikepdf.new().save(tmp_path / "b.pdf")
    (tmp_path / "c.txt").write_text("no edition")
    rows = check_editions([tmp_path, book], CHECK_COLUMNS[1:3])
    assert [(row.path.name, sorted(row.found)) for row in rows] == [("a.epub", ["lint"]), ("b.pdf", ["PDF/A, PDF/UA"])]
    assert [row.is_clean for row in rows] == [False, True]
    assert [spell_verdict(row.found.get("lint")) for row in rows] == ["1 warning", "–"]


@pytest.mark.process
def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    """Rows and their order are the same, however many checks run at the same time."""
    change = {"file": "book/flow.css", "old": "font-size: 1em", "new": "font-size: 12pt"}
    for number in range(6):
        bind(tmp_path / f"{number}.epub", [change] if number % 2 else [])
    one = check_editions([tmp_path], CHECK_COLUMNS[:2])
    assert [row.is_clean for row in one] == [True, False] * 3
    assert check_editions([tmp_path], CHECK_COLUMNS[:2], jobs=2) == one


def test_validator_that_fails_on_a_file_is_a_finding_and_the_others_go_on(tmp_path: Path) -> None:
    def look(path: Path) -> Findings:
        if path.name == "a.pdf":
            raise KeyError(path)
        return ()

    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"")
    rows = check_editions([tmp_path], (Column("first", ".pdf", look), Column("second", ".pdf", lambda _: ())))
    assert [
        (row.path.name, {name: spell_verdict(findings) for name, findings in row.found.items()}) for row in rows
    ] == [
        ("a.pdf", {"first": "1 error", "second": "clean"}),
        ("b.pdf", {"first": "clean", "second": "clean"}),
    ]
    (finding,) = rows[0].found["first"]
    assert finding.message.startswith("engross failed here (stage check: KeyError at verify/check/finding.py:")
    assert "please report it with the trace in " in finding.message


def test_verdict_counts() -> None:
    """A cell counts errors and warnings and says how many other findings there are."""
    findings = tuple(Finding("x", severity, "") for severity in (Severity.ERROR, Severity.ERROR, Severity.INFO))
    assert spell_verdict(findings) == "2 errors (1 noted)"
    assert (spell_verdict(findings[2:]), spell_verdict(())) == ("clean (1 noted)", "clean")


@pytest.mark.parametrize("name", ["none.epub", "note.txt", "empty"])
def test_refuses(name: str, tmp_path: Path) -> None:
    """A file that is no edition is refused by name."""
    (tmp_path / "note.txt").write_text("text")
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refusal, match="no "):
        find_editions(tmp_path / name)


def test_pdf(tmp_path: Path) -> None:
    """A PDF is checked against what it declares; one that cannot be read is an error."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 cut short")
    assert [finding.code for finding in validate_pdf(path)] == ["unreadable"]
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
        assert [finding.code for finding in validate_pdf(path)] == ["no-standard"]
        with pdf.open_metadata() as meta:
            meta["pdfaid:part"], meta["pdfaid:conformance"] = "2", "A"
        pdf.save(path)
    findings = validate_pdf(path)
    assert findings
    assert all(finding.code.startswith("PDFA2A-") for finding in findings)


@pytest.mark.parametrize(("end", "off", "wrong"), [(b"x\r", 0, 0), (b"x\r", 1, 1), (b"xy", 0, 0), (b"xy", -1, 1)])
def test_length_of_a_stream_that_ends_in_a_carriage_return(end: bytes, off: int, wrong: int, tmp_path: Path) -> None:
    """page-validation reports right lengths as wrong (one stream in 256); such findings are verified."""
    path = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page().Contents = pdf.make_stream(b"% q Q q Q q Q q Q q Q\n" + end)
        with pdf.open_metadata() as meta:
            meta["pdfaid:part"], meta["pdfaid:conformance"] = "3", "A"
        pdf.save(path, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    length, data = b"/Length %d" % (22 + len(end)), path.read_bytes()
    assert data.count(length) == 1
    path.write_bytes(data.replace(length, b"/Length %d" % (22 + len(end) + off)))
    assert sum(f.code == "PDFA3A-STREAM-LENGTH-001" for f in validate_pdf(path)) == wrong


def test_verapdf_says_where_its_jar_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="veraPDF is not here") as refused:
        run_verapdf(tmp_path / JAR_NAME, [], lambda *_: None)
    assert "--thorough" in refused.value.hint


@pytest.mark.process
@pytest.mark.needs("verapdf")
def test_verapdf_finds(tmp_path: Path) -> None:
    """veraPDF checks a file against all that it declares, by its own rules."""
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    outcome = build(Request(SAMPLE, tmp_path / "out", FONTS, frozenset({"pdf"})))
    next(path for path in outcome.files if path.suffix == ".pdf").replace(good)
    with pikepdf.open(good) as pdf:
        del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo
        pdf.save(bad)
    by_file = verapdf_columns(VERAPDF).look([good, bad], lambda *_: None)
    assert by_file[good] == {"veraPDF A-3a": (), "veraPDF UA-1": ()}
    codes = {name: {finding.code.partition(":")[0] for finding in findings} for name, findings in by_file[bad].items()}
    assert codes == {"veraPDF A-3a": {"ISO 19005-3"}, "veraPDF UA-1": {"ISO 14289-1"}}


def make_package(folder: Path, *endings: str) -> Path:
    """Write a document's folder: a file for each ending, and the report that names them."""
    folder.mkdir(parents=True)
    files = [folder / f"{folder.name}{ending}" for ending in endings]
    for file in files:
        file.write_text(file.name)
    listed = [
        {"name": file.name, "bytes": file.stat().st_size, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
        for file in files
    ]
    (folder / "report.json").write_text(json.dumps({"files": listed}))
    return folder


@pytest.mark.parametrize("ending", [".xml", ".html", ".symbols.json", ".symbols.csv", ".record.json", ".epub", ".pdf"])
def test_a_single_file_of_any_kind_is_held_against_its_report(ending: str, tmp_path: Path) -> None:
    """Only its row is there: whole, altered, gone; and where the report is damaged or gone, that is told of it."""
    folder = make_package(tmp_path / "a", ".xml", ending)
    path = folder / f"a{ending}"

    def look() -> list[str]:
        (row,) = check_editions([path], ())
        assert row.path == path
        return [finding.code for finding in row.found[FILE_IDENTITY]]

    assert look() == []
    path.write_text("another")
    assert look() == ["file-changed"]
    path.unlink()
    assert look() == ["file-missing"]
    path.write_text(path.name)
    (folder / "report.json").write_text("{")
    assert look() == ["report-damaged"]
    (folder / "report.json").unlink()
    (folder / "a.html").write_text("")
    assert look() == ["report-missing"]


def test_validators_are_not_asked_about_files_that_are_gone_or_of_another_kind(tmp_path: Path) -> None:
    asked: list[str] = []

    def look(path: Path) -> Findings:
        asked.append(path.name)
        return ()

    folder = make_package(tmp_path / "a", ".xml", ".html", ".pdf", ".epub")
    (folder / "a.epub").unlink()
    rows = check_editions([tmp_path], (Column("one", ".pdf", look), Column("two", ".epub", look)))
    assert asked == ["a.pdf"]
    assert {row.path.name: sorted(row.found) for row in rows} == {
        "a.epub": [FILE_IDENTITY],
        "a.html": [FILE_IDENTITY],
        "a.pdf": [FILE_IDENTITY, "one"],
        "a.xml": [FILE_IDENTITY],
        "report.json": [FILE_IDENTITY],
    }
