"""A made-up meeting of the Third Committee, from ten drafts in two languages to all that its officer hands out."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest

from engross.cli.program import run_command_line
from tests.test_build import FONTS

SUBJECTS = {
    "en": ("lamps", "oil", "fog", "boats", "harbours", "bells", "charts", "tides", "keepers", "storms"),
    "zh": ("灯", "油", "雾", "船只", "港口", "钟", "海图", "潮汐", "看守人", "风暴"),
}
DRAFTS = {
    "en": """symbol: A/C.3/99/L.{n}
language: en
masthead:
  symbol: A/C.3/99/L.{n}
  distribution: "Distr.: Limited"
  issued: {day} November 2054
  original: "Original: English"
  session: Ninety-ninth session
  subsidiary: Third Committee
  agenda_item: Agenda item 68 (b)
title: "The right to {subject}"
body:
- enacting: The General Assembly,
- preambular: "*Recalling* its resolution 98/{n} of 12 December 2053,[^1]"
  notes:
  - '1': A/98/612, annex.
- number: '1.'
  operative: "*Calls upon* all States to take care of {subject};"
- number: '2.'
  operative: "*Decides* to remain seized of the matter."
""",
    "zh": """symbol: A/C.3/99/L.{n}
language: zh
masthead:
  symbol: A/C.3/99/L.{n}
  issued: 2054年11月{day}日
title: "{subject}权"
body:
- enacting: 大会，
- preambular: "*回顾*其2053年12月12日第98/{n}号决议，[^1]"
  notes:
  - '1': A/98/612，附件。
- number: '1.'
  operative: "*吁请*所有国家爱护{subject}；"
- number: '2.'
  operative: "*决定*继续处理此案。"
""",
}
AGENDA = """meeting: Third Committee, 45th meeting
date: Friday, 14 November 2054
time: 10 a.m. to 1 p.m.
room: Conference Room 1
language: en
items:
  - item: 68 (b)
    title: Promotion and protection of human rights
    documents: [{symbols}]
"""


def write_drafts(folder: Path) -> None:
    """Write ten drafts in two languages, and a revision of the first."""
    folder.mkdir()
    for language, pattern in DRAFTS.items():
        for n, subject in enumerate(SUBJECTS[language], 1):
            text = pattern.format(n=n, day=n + 2, subject=subject)
            (folder / f"L{n}.{language}.resolution.yaml").write_text(text, "utf-8")
    first = (folder / "L1.en.resolution.yaml").read_text("utf-8")
    revised = first.replace("L.1\n", "L.1/Rev.1\n").replace("all States", "all coastal States")
    (folder.parent / "L1_Rev1.resolution.yaml").write_text(revised, "utf-8")


def press(*words: object) -> None:
    fonts = () if "booklet" in words else ("--fonts", str(FONTS))
    assert run_command_line("engross", [*map(str, words), *fonts, "--quiet"]) == 0, words


@pytest.mark.process
@pytest.mark.slow
def test_officer_makes_all_that_a_meeting_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_drafts(tmp_path / "drafts")
    symbols = ", ".join(f"A/C.3/99/L.{n}" for n in range(1, 11))
    Path("agenda.yaml").write_text(AGENDA.format(symbols=symbols), "utf-8")

    press("corpus", "drafts", "--out", "run", "-j", "1", "--editions", "pdf,index")
    press("packet", "agenda.yaml", "--run", "run", "--languages", "zh,en", "--out", "packet.pdf", "-j", "1")
    with pikepdf.open("packet.pdf") as packet, packet.open_outline() as outline:
        (item,) = (entry for entry in outline.root if entry.children)
        assert [entry.title.split()[0] for entry in item.children] == [
            f"A/C.3/99/L.{n}" for n in range(1, 11) for _ in range(2)
        ]

    press("booklet", "run/A_C.3_99_L.1.en/A_C.3_99_L.1.en.pdf", "--out", "booklet.pdf")
    with pikepdf.open("booklet.pdf") as booklet:
        assert len(booklet.pages) % 2 == 0

    press("pdf", "drafts/L1.en.resolution.yaml", "--as", "working", "--out", "copies")
    press("pdf", "drafts/L1.zh.resolution.yaml", "--as", "large-print", "--out", "copies")
    assert len([*Path("copies").rglob("*.pdf")]) == 2
    press("parallel", "drafts/L1.zh.resolution.yaml", "drafts/L1.en.resolution.yaml", "--out", "copies")

    press("redline", "drafts/L1.en.resolution.yaml", "L1_Rev1.resolution.yaml", "--out", "copies")
    (changes,) = Path("copies").rglob("*.redline.json")
    listed = json.loads(changes.read_text("utf-8"))["changes"]
    assert [change["after"] for change in listed if change["kind"] == "changed"] == ["coastal"]
