"""The book of a session in two languages: each text in both, every list with both titles, nothing lost."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from engross.batch.compilation import CompilationRequest, MadeCompilation, make_compilations
from engross.batch.compilation.arrange import part_sections
from engross.batch.compilation.arrange_pairs import arrange_pairs, choose_languages, group_versions, iter_pair_remarks
from engross.batch.compilation.make_ebooks import compare_pair
from engross.batch.compilation.make_lists import list_agenda, list_subjects, make_chart
from engross.batch.compilation.pair_texts import PairedText, PairJob, load_pair, pair_text
from engross.batch.compilation.place_pages import Stretch, list_leaves
from engross.batch.compilation.read_texts import ReadText
from engross.batch.compilation.second_words import explain_list, join_heads, name_heads
from engross.batch.compilation.set_pairs import set_pairs
from engross.batch.compilation.set_quire import QuireJob, SetQuire
from engross.batch.corpus import RunResources
from engross.cli.program import run_command_line
from engross.editions.typeset import compilation_pairs_epub
from engross.editions.typeset.compilation_epub import name_text_file
from engross.editions.typeset.compilation_pairs import CompiledPair
from engross.editions.typeset.compilation_pairs_epub import make_pair_sheets
from engross.editions.typeset.parallel_widths import SHARES, choose_share
from engross.editions.typeset.ties import tie_symbols
from engross.grammars.language import load_language
from engross.model.book import Sheet
from engross.model.compilation import Compilation, Section, TitleWords
from engross.model.notice import Code, Refusal
from engross.model.paper import DEFAULT_FORMAT
from engross.model.text import remove_invisible
from engross.verify.check import verapdf
from engross.verify.check.book_lists import find_list_faults
from engross.verify.check.lint import lint_epub
from engross.verify.check.pdf import validate_pdf
from engross.verify.check.reported import has_two_languages
from tests.promises import VERAPDF
from tests.test_build import FONTS
from tests.test_compilation import (
    LAMPS,
    ORDER,
    data_of,
    ebooks_of,
    links_of,
    page_of,
    read_all,
    read_epub,
    read_lamps,
    read_pages,
    write_sponsors,
)

ODD = LAMPS.parent / "two-languages"
RUN = RunResources(2, 300.0)
PAIRS = (("en", "zh"), ("zh", "en"), ("en", "ar"), ("ar", "en"))
ODD_SYMBOLS = [f"A/RES/99/{n}" for n in range(1, 6)]


def read_languages(kept: Path, folder: Path, languages: tuple[str, ...]) -> tuple[ReadText, ...]:
    """Read the texts of a case in some languages, in this process."""
    found: list[ReadText] = []
    for code in languages:
        (kept / code).mkdir(parents=True)
        found += read_all(folder / code, kept / code)
    return tuple(found)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReadText, ...]:
    """Texts of which one is in English alone, one in French alone, and two do not pair or not whole."""
    return read_languages(tmp_path_factory.mktemp("odd"), ODD, ("en", "fr"))


@pytest.fixture(scope="module")
def pairs(odd: tuple[ReadText, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, PairedText]:
    """What came of pairing them, by symbol."""
    folder = tmp_path_factory.mktemp("pairs")
    jobs = []
    for n, (symbol, own) in enumerate(group_versions(odd).items()):
        kept = (own["en"].kept if "en" in own else None, own["fr"].kept if "fr" in own else None)
        jobs.append(PairJob(symbol, kept, tuple(one.source for one in own.values()), folder / str(n), DEFAULT_FORMAT))
    return {job.name: pair_text(job) for job in jobs}


def test_each_text_stands_once_with_its_second_language_beside_it(odd: tuple[ReadText, ...]) -> None:
    book = arrange_pairs(odd, ("en", "fr"))
    assert [(text.symbol, text.title, text.beside.title if text.beside else "") for text in book.by_number] == [
        ("A/RES/99/1", "Lamps", "Lampes"),
        ("A/RES/99/2", "Registers", ""),
        ("A/RES/99/3", "Gardiens", ""),
        ("A/RES/99/4", "Colours", "Couleurs"),
        ("A/RES/99/5", "Hours", "Heures"),
    ]
    assert book.languages == ("en", "fr")
    assert book.full_title == (
        "Resolutions of the General Assembly, 99th session / Assemblée générale\xa0: résolutions, 99e session"
    )
    assert book.session == "Ninety-ninth session"
    assert book.beside is not None
    assert book.beside.session == "Quatre-vingt-dix-neuvième session"
    (section,) = book.sections
    assert section.title == "Resolutions adopted on the reports of the First Committee"
    assert section.beside == load_language("fr").words["compilation"]["sections"]["first"]


def test_what_a_language_lacks_or_says_otherwise_is_told(odd: tuple[ReadText, ...]) -> None:
    assert list(iter_pair_remarks(arrange_pairs(odd, ("en", "fr")))) == [
        "A/RES/99/2: stands in en alone, no source has it in fr: add one that does",
        "A/RES/99/3: stands in fr alone, no source has it in en: add one that does",
        "A/RES/99/5: in en its line names the first committee, in fr the sixth; it stands in the section of the first",
    ]


def test_texts_pair_or_stand_one_below_the_other_and_are_told(pairs: dict[str, PairedText]) -> None:
    loaded = {symbol: load_pair(one.kept) for symbol, one in pairs.items()}
    assert {symbol: bool(pair.parallel) for symbol, pair in loaded.items()} == {
        "A/RES/99/1": True, "A/RES/99/2": False, "A/RES/99/3": False, "A/RES/99/4": False, "A/RES/99/5": True,
    }  # fmt: skip
    assert [bool(book) for book in loaded["A/RES/99/3"].books] == [False, True]
    assert all(loaded["A/RES/99/4"].books)
    assert [symbol for symbol, one in pairs.items() if one.remarks] == ["A/RES/99/4", "A/RES/99/5"]
    (refused,), (unpaired,) = pairs["A/RES/99/4"].remarks, pairs["A/RES/99/5"].remarks
    assert "its languages do not pair and stand one below the other: only 62% of the paragraphs" in refused
    assert refused.count("99-4.resolution.yaml") == 2
    assert "hour 13" in unpaired
    assert "./press parallel" in unpaired


def test_ids_of_both_languages_are_apart_where_they_do_not_pair(pairs: dict[str, PairedText]) -> None:
    for one in pairs.values():
        books = [book for book in load_pair(one.kept).books if book]
        ids = [{part.id for part in book.resolution.parts} for book in books]
        assert len(ids) < 2 or not ids[0] & ids[1]


def test_columns_are_as_wide_in_the_whole_book() -> None:
    assert choose_share([(9.0,) * len(SHARES)]) == 50
    narrow, wide = [10.0] * len(SHARES), [10.0] * len(SHARES)
    narrow[0], wide[-1] = 5.0, 1.0
    assert choose_share([narrow, wide]) == SHARES[-1]


@pytest.mark.parametrize("languages", PAIRS, ids="-".join)
def test_lists_have_both_languages(languages: tuple[str, str], tmp_path: Path) -> None:
    first, second = languages
    book = arrange_pairs(read_languages(tmp_path, LAMPS, languages), languages)
    names = {"en": "Norway", "zh": "挪威", "ar": "النرويج"}
    subjects = {subject.name: subject for subject in list_subjects(book)}
    assert subjects[names[first]].beside == names[second]
    assert subjects["LIGHTHOUSES"].tag == ("" if first == "en" else "en")
    assert explain_list(book, "subjects") == load_language(second).words["compilation"]["subjects_about"]
    (block,) = make_chart(book)
    assert dict(zip([name for name, _ in block.rows], block.beside, strict=True))[names[first]] == names[second]
    lights = {"en": "Light", "zh": "灯光", "ar": "النور"}
    assert list_agenda(book)[0].beside == lights[second]
    marks = load_language(first).words["compilation"]
    assert f"{marks['yes']}" in explain_list(book, "chart")
    contents = [load_language(code).words["book"]["contents"] for code in languages]
    assert join_heads(book, contents[0]) == " / ".join(contents)
    assert name_heads(replace(book, beside=None)) == {}


def set_odd(odd: tuple[ReadText, ...], pairs: dict[str, PairedText], out: Path) -> SetQuire:
    """Set the quire of the odd texts, in this process."""
    book = arrange_pairs(odd, ("en", "fr"))
    (quire,) = part_sections(book)
    kept = tuple(pairs[text.symbol].kept for text in quire.texts)
    held = {text.symbol: text.prefix for text in book.texts}
    return set_pairs(QuireJob(quire, kept, held, out, FONTS, DEFAULT_FORMAT, "0", book.languages, 50))


def test_nothing_is_lost_however_texts_pair(
    odd: tuple[ReadText, ...], pairs: dict[str, PairedText], tmp_path: Path
) -> None:
    made = set_odd(odd, pairs, tmp_path / "quire.pdf")
    assert made.notices == ()
    text = "".join(read_pages(made.path))
    assert "registerthatnoFrenchsourcehas" in text
    assert "cequeditlefrançaisseul" in text
    for words in ("colour3be", "lacouleur9soit", "hour13be", "l’heure12soit"):
        assert text.count(words) == 1
    cited = {entry["symbol"] for one in made.texts for entry in one.index["symbols"]}
    assert {"A/99/38", "A/99/77", "A/RES/99/2"} <= cited
    shared = {text.symbol: text.notes for text in made.texts if text.notes}
    assert {symbol: [page for page, _ in notes] for symbol, notes in shared.items()} == {
        "A/RES/99/1": [1], "A/RES/99/3": [1],
    }  # fmt: skip
    assert shared["A/RES/99/1"][0][1] > shared["A/RES/99/3"][0][1]


def test_no_text_begins_at_the_foot_of_a_page(tmp_path: Path) -> None:
    """Its head stands whole in both languages with its first lines, wherever the text before it ends."""
    write_sponsors(tmp_path)
    beginnings = set()
    for paragraphs in range(24, 36):
        read = tuple(
            read_lamps(tmp_path / code, number, lines)
            for code in ("en", "fr")
            for number, lines in ((1, paragraphs), (2, 4))
        )
        pairs = {}
        for symbol, own in group_versions(read).items():
            sources = tuple(one.source for one in own.values())
            kept = tmp_path / symbol.replace("/", "-")
            job = PairJob(symbol, (own["en"].kept, own["fr"].kept), sources, kept, DEFAULT_FORMAT)
            pairs[symbol] = pair_text(job)
        made = set_odd(read, pairs, tmp_path / "quire.pdf")
        page = next(page for page in read_pages(made.path) if "99/2.Lamps" in page)
        behind = page[page.index("99/2.Lamps") :]
        assert [words in behind for words in ("Norway,Oman", "Norvège,Oman")] == [True, True]
        assert behind.count("1.Decidestolightlamp1;") == 2
        beginnings.add(made.texts[1].first)
    assert beginnings == {1, 2}


def test_a_text_that_is_lost_is_found(odd: tuple[ReadText, ...], pairs: dict[str, PairedText], tmp_path: Path) -> None:
    """A row without its second language, and two rows in each other's place."""
    whole = load_pair(pairs["A/RES/99/1"].kept)
    assert whole.parallel is not None
    for n, spoil in enumerate((_drop_counterpart, _swap_rows)):
        spoilt = CompiledPair(whole.books, replace(whole.parallel, pairs=spoil(whole.parallel.pairs)))
        kept = tmp_path / f"spoilt-{n}"
        kept.write_bytes(pickle.dumps(spoilt))
        made = set_odd(odd, {**pairs, "A/RES/99/1": PairedText("A/RES/99/1", kept)}, tmp_path / f"{n}.pdf")
        assert {notice.code for notice in made.notices} == {Code.TEXT_DIFFERS}


def _drop_counterpart(rows: Any) -> Any:
    last = max(n for n, row in enumerate(rows) if row.second and row.second.id.endswith("op-2"))
    return (*rows[:last], replace(rows[last], second=None), *rows[last + 1 :])


def _swap_rows(rows: Any) -> Any:
    a, b = (n for n, row in enumerate(rows) if row.first and re.search(r"-op-[12]$", row.first.id))
    return tuple(rows[{a: b, b: a}.get(n, n)] for n in range(len(rows)))


def test_no_symbol_is_parted_in_the_line_of_a_proponent() -> None:
    """The columns of two languages are narrow: a line ended behind the stroke of "A/77/463"."""
    line = "[on the report of the Third Committee (A/77/463/Add.2, para. 89)]"
    tied = tie_symbols(line)
    assert remove_invisible(tied) == line
    assert "(A/\u206077/\u2060463/\u2060Add.\u20602, para. 89)" in tied


def test_checks_know_a_book_in_two_languages_by_its_lists(tmp_path: Path) -> None:
    for beside, is_of_two in (({"language": "en"}, True), (None, False)):
        (tmp_path / "book.json").write_text(json.dumps({"beside": beside}), "utf-8")
        assert has_two_languages(tmp_path / "book.pdf") is is_of_two
    (tmp_path / "book.json").write_text("[]", "utf-8")
    assert not has_two_languages(tmp_path / "book.pdf")
    assert not has_two_languages(tmp_path / "other.pdf")


def test_a_language_that_is_not_there_and_a_text_that_is_there_twice_are_refused(odd: tuple[ReadText, ...]) -> None:
    with pytest.raises(Refusal, match="no text is in the language zh; there are texts in en, fr") as refusal:
        choose_languages(odd, ("en", "zh"))
    assert "--parallel" in refusal.value.hint
    with pytest.raises(Refusal, match=r"there twice: A/RES/99/1 \(.*99-1.* and .*99-1"):
        choose_languages((*odd, odd[0]), ("en", "fr"))
    with pytest.raises(Refusal, match="several books"):
        choose_languages((*odd, replace(odd[0], period="98")), ("en", "fr"))
    assert len(choose_languages(odd, ("en", "fr"))) == len(odd)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--parallel", "en"], "--parallel is two languages"),
        (["--parallel", "en,fr,zh"], "--parallel is two languages"),
        (["--parallel", "en,en"], "--parallel is two languages"),
        (["--parallel", "en,xx"], "xx"),
        (["--parallel", "en,fr", "--language", "en"], "leave --language out"),
        (["--parallel", "en,fr", "--bound"], "leave --parallel out"),
    ],
)
def test_what_cannot_be_asked_is_misuse(
    options: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command_line("engross", ["volume", str(ODD), "--out", str(tmp_path / "b.pdf"), *options]) == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.process
def test_a_damaged_file_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for code in ("en", "fr"):
        (sources / f"1.{code}.resolution.yaml").write_bytes((ODD / code / "99-1.resolution.yaml").read_bytes())
    (sources / "2.fr.resolution.yaml").write_text("symbol: [", "utf-8")
    out = tmp_path / "out"
    wanted = CompilationRequest((str(sources),), ORDER, out / "b.pdf", languages=("en", "fr"))
    with pytest.raises(Refusal, match=r"1 text cannot be in the book: .*2\.fr.resolution.yaml:1:10"):
        make_compilations(wanted, RUN, lambda *_: None)
    assert not out.exists()


def spell_odd(odd: tuple[ReadText, ...], pairs: dict[str, PairedText]) -> Iterator[tuple[CompiledPair, list[Sheet]]]:
    """Yield each odd text, and its files in the e-book."""
    book = arrange_pairs(odd, ("en", "fr"))
    languages = load_language("en"), load_language("fr")
    held = {text.symbol: name_text_file(text) for text in book.texts}
    for text in book.by_number:
        pair = load_pair(pairs[text.symbol].kept)
        yield pair, list(make_pair_sheets(text, pair, languages, held))


def test_nothing_is_lost_in_the_ebook(odd: tuple[ReadText, ...], pairs: dict[str, PairedText]) -> None:
    spelled = list(spell_odd(odd, pairs))
    assert [[sheet.name for sheet in sheets] for _, sheets in spelled] == [
        ["a-res-99-1.xhtml"], ["a-res-99-2.xhtml"], ["a-res-99-3.xhtml"],
        ["a-res-99-4.xhtml", "fr-a-res-99-4.xhtml"], ["a-res-99-5.xhtml"],
    ]  # fmt: skip
    for pair, sheets in spelled:
        assert list(compare_pair(pair, sheets)) == []
        lost = [
            replace(sheet, markup=re.sub(r"(lamp|lampe|register|veillent|red|sombre)", "", sheet.markup))
            for sheet in sheets
        ]
        assert {notice.code for notice in compare_pair(pair, lost)} == {Code.TEXT_DIFFERS}
    assert 'href="a-res-99-2.xhtml"' in spelled[0][1][0].markup  # 99/1 recalls 99/2


def test_a_long_text_in_two_languages_is_split_between_pairs(
    odd: tuple[ReadText, ...], pairs: dict[str, PairedText], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each note stands in the file of its first call, and links across files name the file."""
    monkeypatch.setattr(compilation_pairs_epub, "MOST_BYTES", 900)
    for pair, sheets in spell_odd(odd, pairs):
        assert list(compare_pair(pair, sheets)) == []
        for sheet in sheets:
            calls = re.findall(r'epub:type="noteref" href="#([^"]+)"', sheet.markup)
            assert set(calls) == set(re.findall(r'<div class="note" id="([^"]+)"', sheet.markup))
        if pair.parallel:
            assert len(sheets) > 1
            assert sheets[1].name.endswith("-part-2.xhtml")


@pytest.fixture(scope="module", params=(("zh", "en"), ("en", "ar"), ("ar", "en")), ids="-".join)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MadeCompilation:
    """The book of the lamps in two languages."""
    return make_lamps(request.param, tmp_path_factory.mktemp("book") / "lamps.pdf")


def make_lamps(languages: tuple[str, str], out: Path) -> MadeCompilation:
    wanted = CompilationRequest((str(LAMPS),), ORDER, out, languages=languages)
    (book,) = make_compilations(wanted, RUN, lambda *_: None)
    return book


def titles_of(book: Compilation) -> list[tuple[str, str]]:
    return [(text.title, text.beside.title if text.beside else "") for text in book.texts]


@pytest.mark.process
@pytest.mark.slow
def test_a_book_is_as_its_lists_say(made: MadeCompilation) -> None:
    assert find_list_faults(made.files[0]) == ()
    assert validate_pdf(made.files[0]) == ()
    data = data_of(made)
    assert data["beside"]["language"] == made.book.languages[1]
    texts = [text for section in data["sections"] for text in section["texts"]]
    assert [text["languages"] for text in texts] == [list(made.book.languages)] * 6
    assert [(text["title"], text["title_beside"]) for text in texts] == titles_of(made.book)
    code = next(iter({"ar", "en", "zh"} - set(made.book.languages)))
    assert made.remarks[0] == f"left out: 6 texts in {code}, which the book does not have"


@pytest.mark.process
@pytest.mark.slow
def test_an_ebook_is_clean_and_says_both_languages(made: MadeCompilation) -> None:
    whole, *parts = ebooks_of(made)
    assert len(parts) == len(made.book.sections)
    for path in (whole, *parts):
        assert [str(finding) for finding in lint_epub(path)] == []
    files = read_epub(whole)
    for code in made.book.languages:
        assert f"<dc:language>{load_language(code).tag}</dc:language>" in files["content.opf"]
    assert made.book.beside is not None
    assert made.book.beside.title in files["content.opf"]
    for text in made.book.texts:
        assert text.beside is not None
        assert text.beside.title in files["checklist.xhtml"]
        assert f"{text.title} / {text.beside.title}" in files["nav.xhtml"]


@pytest.mark.process
@pytest.mark.slow
def test_the_outline_has_both_languages(made: MadeCompilation) -> None:
    data = data_of(made)
    with pikepdf.open(made.files[0]) as pdf, pdf.open_outline() as outline:
        ids = [page.obj.objgen for page in pdf.pages]
        for section in made.book.sections:
            title = join_heads(made.book, _name(made.book, section.number, section.title))
            (entry,) = (item for item in outline.root if item.title == title)
            (text,) = section.texts
            assert text.beside is not None
            (below,) = entry.children
            assert below.title.startswith(text.number)
            assert below.title.endswith(f" / {text.beside.title}")
            assert page_of(below, pdf, ids) == data["front"] + text.page - 1


def _name(book: Compilation, number: str, title: str) -> str:
    return load_language(book.language).word("compilation", "section", number=number, title=title)


@pytest.mark.process
@pytest.mark.slow
def test_contents_and_links_lead_to_texts(made: MadeCompilation) -> None:
    data = data_of(made)
    place = {text["number"]: data["front"] + text["page"] - 1 for s in data["sections"] for text in s["texts"]}
    with pikepdf.open(made.files[0]) as pdf:
        led_to = {page for n in range(data["front"]) for page in links_of(pdf, n)}
        assert set(place.values()) <= led_to
        assert links_of(pdf, place["99/2"]).count(place["99/1"]) >= 2  # both languages of 99/2 recall 99/1
        assert {str(one) for one in _list_languages(pdf.Root.StructTreeRoot)} >= _tags(made.book)


def _tags(book: Compilation) -> set[str]:
    return {load_language(code).tag for code in book.languages}


def _list_languages(element: Any) -> list[Any]:
    """Return the languages of a structure, wherever they are said."""
    found = [element.Lang] if "/Lang" in element else []
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += _list_languages(kid)
    return found


@pytest.mark.process
@pytest.mark.slow
def test_heads_are_in_the_first_language_on_the_left_and_in_the_second_on_the_right(made: MadeCompilation) -> None:
    pages, data = read_pages(made.files[0]), data_of(made)
    heads = name_heads(made.book)
    fifth = made.book.sections[4]  # its text has three pages
    first = _name(made.book, fifth.number, fifth.title)
    for page, head in ((fifth.texts[0].page + 1, first), (fifth.texts[0].page + 2, heads[first])):
        words = max(re.findall(r"\w{3,}", head), key=len)
        assert words[:6] in pages[data["front"] + page - 1] or _is_arabic(words)


def _is_arabic(words: str) -> bool:
    return "؀" <= words[0] <= "ۿ"  # PDFium gives its letters in another order


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("verapdf")
def test_verapdf_passes_a_book_in_two_languages(made: MadeCompilation) -> None:
    path = made.files[0]
    found = verapdf.verapdf_columns(VERAPDF).look([path], lambda *_: None)
    assert found == {path: {"veraPDF A-3a": (), "veraPDF UA-1": ()}}


@pytest.mark.process
@pytest.mark.slow
def test_same_texts_same_bytes(tmp_path: Path) -> None:
    books = [make_lamps(("en", "zh"), tmp_path / str(n) / "lamps.pdf") for n in range(2)]
    for before, after in zip(books[0].files, books[1].files, strict=True):
        assert before.read_bytes() == after.read_bytes()
    assert json.loads(books[0].files[1].read_text("utf-8"))["language"] == "en"


def test_a_head_of_the_other_direction_is_isolated() -> None:
    """The number of its section stood at its end, where the other language begins."""
    words = TitleWords("ar", "", "", "")
    book = Compilation("", "", "", "en", "0", (Section("I", "Lamps", (), beside="المصابيح"),), beside=words)
    left, right = [*list_leaves(book, [Stretch(1, 3, "I. Lamps")], DEFAULT_FORMAT)][1:]
    assert (left.head, left.language_tag) == ("I. Lamps", "en")
    assert right.head.startswith("\u2067")
    assert right.head.endswith("المصابيح\u2069")
