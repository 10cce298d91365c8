"""Redlines: every version can be taken out of them again; moves, numbers, notes and tables; Word, PDF, book, JSON.

A case is a folder of cases/redline: its versions ``1.yaml``, ``2.yaml``, ``3.yaml``, and ``out.txt``, the redline with
the marks of wdiff.
"""

from __future__ import annotations

import random
import zipfile
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from benchmarks.roundtrip import again, valid
from engross.collate.moves import write_moves_out
from engross.collate.restore import restore_version
from engross.editions.typeset.word import make_redline_sheets
from engross.editions.write.word import pack_word
from engross.model.notice import Refusal, Severity
from engross.model.redline import Redline
from engross.model.request import Request
from engross.model.text import folded_streams
from engross.pipeline.redline import make_redline_editions
from engross.verify.check.text_identity import check_print_text
from tests.cases import HERE, expect, folders
from tests.corpus import CORPUS
from tests.redline import (
    WORD,
    lines_of,
    lines_out_of_json,
    redline_of_files,
    settle_changes,
    show_redline,
)
from tests.test_build import FONTS
from tests.test_word_out import convert

CASES = folders("redline")
OFFICIAL = ("GAresolutions/77session/*", "SCresolutions/2022/*", "HRCresolutions/55session/*")


def versions_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("[123].*"))


def word_of(redline: Redline) -> bytes:
    return pack_word(make_redline_sheets(write_moves_out(redline)))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_changes_are_marked_and_listed(folder: Path, accept: bool) -> None:
    redline, _ = redline_of_files(versions_in(folder))
    expect(folder / "out.txt", show_redline(redline), accept)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_each_version_can_be_taken_out_again(folder: Path) -> None:
    redline, resolutions = redline_of_files(versions_in(folder))
    for n, resolution in enumerate(resolutions):
        assert folded_streams(restore_version(redline, n)) == folded_streams(resolution)
        assert lines_out_of_json(redline, n) == lines_of(resolution)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_word_has_the_old_text_where_changes_are_rejected_and_the_new_one_where_accepted(folder: Path) -> None:
    redline, resolutions = redline_of_files(versions_in(folder))
    data = word_of(redline)
    for accepts, resolution in ((False, resolutions[0]), (True, resolutions[-1])):
        settled = again("docx", settle_changes(data, accepts=accepts)).resolution
        found, expected = folded_streams(settled), folded_streams(resolution)
        assert (found.body, found.notes) == (expected.body, expected.notes)
    assert folded_streams(again("docx", data).resolution).body == folded_streams(resolutions[-1]).body


@pytest.mark.slow
@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_word_with_tracked_changes_is_valid_and_always_the_same(folder: Path) -> None:
    data = word_of(redline_of_files(versions_in(folder))[0])
    assert valid("docx", data)
    assert data == word_of(redline_of_files(versions_in(folder))[0])


@pytest.mark.slow
@pytest.mark.needs("libreoffice")
@pytest.mark.process
def test_libreoffice_knows_each_tracked_change_by_its_author(tmp_path: Path) -> None:
    redline, _ = redline_of_files(versions_in(folders("redline")[0]))
    path = tmp_path / "tracked.docx"
    path.write_bytes(word_of(redline))
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    authors = {mark.get(f"{WORD}author") for kind in ("ins", "del") for mark in root.iter(f"{WORD}{kind}")}
    opened = etree.fromstring(convert(path, "fodt").read_bytes())
    names = {creator.text for creator in opened.iter("{http://purl.org/dc/elements/1.1/}creator")}
    assert {str(version.symbol) for version in redline.versions[1:]} == authors <= names
    kinds = {etree.QName(change).localname for region in opened.iter("{*}changed-region") for change in region}
    assert kinds == {"insertion", "deletion"}


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_all_editions_are_made_without_fault(folder: Path, tmp_path: Path) -> None:
    requests = [Request(path, tmp_path, FONTS) for path in versions_in(folder)]
    made = make_redline_editions(requests)
    assert [str(notice) for notice in made.notices if notice.severity is Severity.ERROR] == []
    assert sorted(path.suffix for path in made.files) == [
        ".docx",
        ".epub",
        ".html",
        ".html",
        ".json",
        ".json",
        ".pdf",
    ]
    again_made = make_redline_editions([replace(request, out=tmp_path / "again") for request in requests])
    assert [a.read_bytes() for a in made.files] == [b.read_bytes() for b in again_made.files]


def test_versions_in_two_languages_and_a_single_one_are_refused(tmp_path: Path) -> None:
    english, chinese = (tmp_path / name for name in ("a.yaml", "b.yaml"))
    english.write_text("symbol: A/RES/99/7\nlanguage: en\nbody:\n- operative: Thanks.\n", "utf-8")
    chinese.write_text("symbol: A/RES/99/7\nlanguage: zh\nbody:\n- operative: 感谢。\n", "utf-8")
    with pytest.raises(Refusal, match="another language"):
        make_redline_editions([Request(english, None, FONTS), Request(chinese, None, FONTS)])
    with pytest.raises(Refusal, match="1 versions were given"):
        make_redline_editions([Request(english, None, FONTS)])


def test_equal_versions_have_no_change() -> None:
    path = versions_in(CASES[0])[0]
    redline, (resolution, _) = redline_of_files([path, path])
    assert redline.changes == ()
    assert redline.resolution == resolution


@pytest.mark.slow
@pytest.mark.needs("corpus")
@pytest.mark.parametrize("language", ["Arabic", "Chinese", "English", "French", "Russian", "Spanish"])
def test_official_texts_can_be_taken_out_of_a_redline_of_any_of_them(language: str) -> None:
    """Texts that have nothing to do with each other are the hardest: all paths of the merging are taken."""
    paths = sorted(path for pattern in OFFICIAL for path in CORPUS.glob(f"{pattern[:-1]}{language}/*.xml"))
    order = random.Random(language)
    for _ in range(12):
        redline, resolutions = redline_of_files(order.sample(paths, 2 + order.randrange(2)))
        for n, resolution in enumerate(resolutions):
            assert folded_streams(restore_version(redline, n)) == folded_streams(resolution)
            assert lines_out_of_json(redline, n) == lines_of(resolution)


def test_bars_stand_in_the_outer_margin_beside_changed_lines_alone(tmp_path: Path) -> None:
    requests = [Request(path, tmp_path, FONTS) for path in versions_in(HERE / "redline" / "en-three-versions")]
    made = make_redline_editions(requests, frozenset({"pdf"}))
    document = pypdfium2.PdfDocument(made.files[0].read_bytes())
    found = []
    for page in document:
        paths = [item for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
        bounds = [path.get_bounds() for path in paths]
        found.append([round(top - bottom) for left, bottom, right, top in bounds if right - left < 2 and right < 72])
    assert [len(bars) for bars in found] == [0, 10, 0]
    assert max(found[1]) > 1.5 * min(found[1]), "lines below each other have one bar"


def write_steps(folder: Path) -> list[Path]:
    """Three versions: one paragraph is put in first and added to then, of another words are taken out each time."""
    steps = (
        ("keeps many old lamps and boats", ""),
        ("keeps lamps and boats", "buys oil for lamps"),
        ("keeps lamps", "buys oil and bread for lamps"),
    )
    paths = []
    for n, (kept, bought) in enumerate(steps, 1):
        body = [
            f"- number: '{k}.'\n  operative: '{words}'\n" for k, words in enumerate(filter(None, (kept, bought)), 1)
        ]
        symbol = f"A/C.3/99/L.5{f'/Rev.{n - 1}' if n > 1 else ''}"
        text = f"symbol: {symbol}\nlanguage: en\ntitle: Oil\nbody:\n- enacting: The General Assembly,\n{''.join(body)}"
        paths.append(folder / f"{n}.yaml")
        paths[-1].write_text(text, "utf-8")
    return paths


def test_words_of_another_step_part_no_stretch_of_words(tmp_path: Path) -> None:
    redline, _ = redline_of_files(write_steps(tmp_path))
    told = [(change.step, change.kind, change.before, change.after) for change in redline.changes]
    assert [change for change in told if change[1] != "masthead"] == [
        (1, "changed", "many old", ""),
        (1, "inserted", "", "buys oil for lamps"),
        (2, "changed", "and boats", ""),
        (2, "changed", "", "and bread"),
    ]


def test_lines_of_the_second_step_are_double(tmp_path: Path) -> None:
    """One line below or through the words of the first step, two of the second, each as thick as that one."""
    requests = [Request(path, tmp_path, FONTS) for path in write_steps(tmp_path)]
    make_redline_editions(requests, frozenset({"pdf"}))
    document = pypdfium2.PdfDocument(next(tmp_path.rglob("*.pdf")))
    for first, second in (("many old", "and boats"), ("for lamps", "and bread")):
        (single,), double = measure_lines(document, first), measure_lines(document, second)
        assert double == [pytest.approx(single, abs=2)] * 2


def test_check_takes_no_change_of_a_note_in_the_list_for_its_call(tmp_path: Path) -> None:
    """The list of changes leads to the second note before the text calls the first."""
    body = "- number: '1.'\n  operative: 'Sees a[^1] and b.[^2]'\n  notes:\n  - '1': First.\n  - '2': {second}\n"
    requests = []
    for n, second in enumerate(("Second.", "Second and last."), 1):
        path = tmp_path / f"{n}.yaml"
        symbol = f"symbol: A/C.3/99/L.5{'/Rev.1' * (n - 1)}\nlanguage: en\ntitle: Oil\nbody:\n"
        path.write_text(symbol + body.format(second=second), "utf-8")
        requests.append(Request(path, tmp_path, FONTS))
    make_redline_editions(requests, frozenset({"pdf"}))
    assert check_print_text(next(tmp_path.rglob("*.pdf"))) == ()


def measure_lines(document: pypdfium2.PdfDocument, words: str) -> list[int]:
    """How thick the lines are that are drawn at the first space of the last of such words, in a twelfth of a point."""
    scale = 12
    for page in reversed([*document]):
        text = page.get_textpage()
        if (at := text.get_text_range().rfind(words)) < 0:
            continue
        at += words.index(" ")
        (_, bottom, right, _), (after, _, _, top) = text.get_charbox(at - 1), text.get_charbox(at + 1)
        picture = page.render(scale=scale).to_pil().convert("L")
        x, height = round((right + after) / 2 * scale), page.get_height()
        rows = range(int((height - top) * scale), int((height - bottom + 4) * scale))
        return [len([*run]) for dark, run in groupby(picture.getpixel((x, y)) < 160 for y in rows) if dark]
    return []
