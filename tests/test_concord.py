"""The concordance: the differences between versions that it reports, and the ways of writing that are none."""

from __future__ import annotations

import json
import os
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

from engross.batch.concord import Concordance, make_concordance, read_allowances
from engross.batch.concord.figures import find_figures
from engross.batch.concord.page import count_aspects, format_as_json, render_concordance
from engross.batch.concord.version import normalize_agenda_item
from engross.cli import batch
from engross.cli.options import RunCommandOptions
from engross.grammars.language import load_language
from engross.model.notice import Refusal
from engross.model.reading import Overrides, Reading
from engross.model.tree import Source
from tests.cases import HERE
from tests.corpus import SESSION

TONGUES = {
    "eng": {
        "enacting": "The General Assembly,", "recalling": "Recalling its resolution {link},", "title": "Lighthouses",
        "welcomes": "Welcomes the contribution of {sum} dollars;", "decides": "Decides to go on.",
    },
    "fra": {
        "enacting": "L’Assemblée générale,", "recalling": "Rappelant sa résolution {link},", "title": "Phares",
        "welcomes": "Accueille la contribution de {sum} dollars ;", "decides": "Décide de continuer.",
    },
    "ara": {
        "enacting": "إن الجمعية العامة،", "recalling": "إذ تشير إلى قرارها {link}،", "title": "المنارات",
        "welcomes": "ترحب بمبلغ {sum} دولار؛", "decides": "تقرر أن تواصل.",
    },
    "zho": {
        "enacting": "大会，", "recalling": "回顾其第{link}号决议，", "title": "灯塔",
        "welcomes": "欢迎捐款{sum}美元；", "decides": "决定继续。",
    },
}  # fmt: skip
SUMS = {"eng": "7,173,600", "fra": "7 173 600", "ara": "600 173 7", "zho": "717.36万"}


def source(folder: Path, code: str, number: str = "79/12", target: str = "A/RES/79/12", sum_: str = "") -> Path:
    """Write a resolution in a language, with a link and a sum of money."""
    link = f'<a href="https://undocs.org/{target}">{number}</a>' if target else number
    words = {name: words.format(link=link, sum=sum_ or SUMS[code]) for name, words in TONGUES[code].items()}
    path = folder / f"A_RES_80_21-{code}.xml"
    path.write_text((HERE / "concord" / "in.xml").read_text("utf-8").format(code=code, **words), "utf-8")
    return path


def all_four(folder: Path, **other: dict[str, str]) -> Concordance:
    """Make the concordance of four versions; ``other`` changes some of them."""
    return make_concordance([source(folder, code, **other.get(code, {})) for code in TONGUES])


def told(concordance: Concordance) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(difference.aspect, difference.place, difference.odd) for difference in concordance.differences]


def test_versions_that_agree_differ_in_nothing(tmp_path: Path) -> None:
    """Thousands from right to left, myriads, letters outside a link: none is a difference."""
    concordance = all_four(tmp_path)
    assert concordance.documents == (("A/RES/80/21", ("ar", "en", "fr", "zh")),)
    assert told(concordance) == []
    assert (concordance.alone, concordance.refused) == ((), ())


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"fra": {"number": "79/13", "target": ""}},
         [("cited symbols", "pp-1", ("fr",)), ("missing links", "pp-1", ("fr",))]),
        ({"ara": {"target": "A/HRC/RES/79/12"}}, [("linked symbols", "pp-1", ("ar",))]),
        ({"eng": {"target": ""}}, [("missing links", "pp-1", ("en",))]),
        ({"zho": {"sum_": "7 173 601"}}, [("numbers", "op-1", ("zh",))]),
    ],
    ids=["cited", "linked", "unlinked", "number"],
)  # fmt: skip
def test_what_one_language_has_otherwise(
    other: dict[str, dict[str, str]], expected: list[tuple[str, str, tuple[str, ...]]], tmp_path: Path
) -> None:
    assert told(all_four(tmp_path, **other)) == expected


def test_reports_show_both_passages(tmp_path: Path) -> None:
    concordance = all_four(tmp_path, ara={"target": "A/HRC/RES/79/12"})
    assert count_aspects(concordance) == (("linked symbols", 1, 1),)
    for report in (render_concordance(concordance).decode("utf-8"), format_as_json(concordance).decode("utf-8")):
        assert "A/HRC/RES/79/12" in report
        assert "Recalling its resolution 79/12," in report


def test_failure_over_one_source_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from engross.readers import structure

    def fail(source: Source, wishes: Overrides) -> Reading:
        if "fra" in source.name:
            raise KeyError(source.name)
        return structure(source, wishes)

    monkeypatch.setattr(
        import_module("engross.batch.concord.version"), "structure", fail
    )  # its name is a function's too
    concordance = all_four(tmp_path)
    assert concordance.documents == (("A/RES/80/21", ("ar", "en", "zh")),)
    ((path, message),) = concordance.refused
    assert path.endswith("-fra.xml")
    assert "A_RES_80_21-fra.xml: engross failed here (KeyError at batch/concord/version.py:" in message


@pytest.mark.parametrize("text", ["allow = 5", "allow = [5]", 'allow = "x"', "[allow]", "allow", "\ud800", "", None])
def test_list_of_allowances_that_is_none(text: str | None, tmp_path: Path) -> None:
    """A named pipe is no list and is not opened; an empty list is one."""
    path = tmp_path / "allow.toml"
    if text is None:
        os.mkfifo(path)
    else:
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    if text == "":
        assert read_allowances(path) == ()
        return
    with pytest.raises(Refusal):
        read_allowances(path)


def test_difference_that_is_right_is_allowed_and_an_unused_allowance_told(tmp_path: Path) -> None:
    allow = tmp_path / "allow.toml"
    entry = '[[allow]]\ndocument = "A/RES/80/21"\naspect = "{}"\nplace = "pp-1"\nlanguages = ["en"]\nreason = "so"\n'
    allow.write_text(entry.format("missing links") + entry.format("numbers"), "utf-8")
    paths = [source(tmp_path, code, **({"target": ""} if code == "eng" else {})) for code in TONGUES]
    concordance = make_concordance(paths, read_allowances(allow))
    assert told(concordance) == []
    assert [one.aspect for one in concordance.unused] == ["numbers"]


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("ar", "مبلغ 600 173 7 دولار و 000 200 دولار في عام 2021", {"7173600", "200000", "2021"}),
        ("ar", "٦٠٠ ١٧٣ ٧ دولار", {"7173600"}),
        ("ar", "(7 173 600)", {"7173600"}),
        ("en", "7,173,600 dollars, resolution 973 (X), article 12, A/77/213", {"7173600", "973"}),
        ("fr", "7\u00a0173\u202f600 dollars", {"7173600"}),
        ("zh", "7 173 600美元", {"7173600"}),
    ],
)
def test_figures(code: str, text: str, said: set[str]) -> None:
    assert find_figures(text, load_language(code)).said == said


def test_figures_that_chinese_writes_otherwise() -> None:
    meant = find_figures(
        "5.9亿美元，4.431亿美元，第一四五条，《宪章》第一百零一条第三项，20万人", load_language("zh")
    ).meant
    assert meant >= {"590", "590000000", "443", "145", "101", "200000"}
    assert find_figures("第五条", load_language("zh")).meant == frozenset()


@pytest.mark.parametrize(
    ("printed", "item"),
    [
        ("68 (b)", "68 b"), ("68(ب)", "68 b"), ("68 а)", "68 a"), ("127 (ف)", "127 q"), ("14 et 117 a)", "14 117 a"),
        ("99 (ج ج)", "99 cc"), ("99(mm)", "99 mm"), ("99 (هـ هـ)", "99 ee"), ("14 and 117 (a)", "14 117 a"),
    ],
)  # fmt: skip
def test_agenda_item_is_the_same_in_all_languages(printed: str, item: str) -> None:
    assert normalize_agenda_item(printed) == item


@pytest.mark.needs("corpus")
def test_known_case_of_the_session() -> None:
    """Human Rights Council resolution 50/4 is linked as the Assembly's in the Russian and the Spanish A/RES/77/213."""
    paths = [path for path in sorted(SESSION.rglob("A_RES_77_213-*.xml")) if path.parent.name != "German"]
    concordance = make_concordance(paths)
    (difference,) = [d for d in concordance.differences if d.aspect == "linked symbols" and d.place == "pp-3"]
    assert difference.odd == ("es", "ru")
    assert all("A/RES/50/4" in side.value.split(", ") for side in difference.sides if side.language in difference.odd)
    assert [d for d in concordance.differences if d.aspect == "agenda item"] == []


def test_sources_that_cannot_be_compared_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Members of archives, bad archives, damaged documents, names that are not UTF-8: the others are compared."""
    (tmp_path / "in").mkdir()
    for code in ("eng", "fra"):
        source(tmp_path / "in", code)
    (tmp_path / "in" / "caf\udce9.txt").write_bytes(b"\0")
    (tmp_path / "noise.zip").write_bytes(b"noise")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("member.txt", "x")
    sources = [str(tmp_path / name) for name in ("in", "noise.zip", "z.zip")]
    assert not batch.compare_languages(RunCommandOptions(sources=sources, out=str(tmp_path / "out")), "")
    output = capsys.readouterr()
    assert output.err.count("refused: ") == 3
    assert "unpack it" in output.err
    refused = json.loads((tmp_path / "out" / "concordance.json").read_text("utf-8"))["refused"]
    assert [Path(one["source"]).name for one in refused] == ["noise.zip", "z.zip:member.txt", "caf%E9.txt"]


@pytest.mark.parametrize("allow", ["allow = 5", "allow = ['x']", "[[allow]]\nlanguages = 1", "\0", "[" * 5000, "x = "])
def test_a_list_of_allowances_that_is_none_is_refused(allow: str, tmp_path: Path) -> None:
    (tmp_path / "allow.toml").write_text(allow)
    with pytest.raises(Refusal):
        read_allowances(tmp_path / "allow.toml")


def test_a_list_of_allowances_that_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    for path in (tmp_path, tmp_path / "none.toml", tmp_path / "pipe.toml", Path("/dev/zero")):
        with pytest.raises(Refusal):
            read_allowances(path)
