"""The index of all: the same bytes in one part or many, here or at a URL, whatever an earlier run left."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engross.batch.corpus import GATHERING_FOLDER, gather_run
from engross.batch.corpus.journal import RECORDS_FOLDER, RUN_FOLDER, Journal, JournalLine, hash_bytes
from engross.batch.corpus.storage import open_storage
from engross.batch.search.database import DATABASE_NAME
from engross.batch.search.find_places import find_places
from engross.grammars.symbol import Symbol, parse
from engross.model.book import FinishedFile
from engross.model.notice import Refusal

LANGUAGES = ("ar", "en", "zh")
TEXTS = {
    "ar": "إذ تؤكد من جديد حقوق الإنسان",
    "en": "Reaffirming all human rights\u2028and more",
    "zh": "重申人权领域的决议",
}
SYMBOLS = ("A/77/9", "A/RES/77/1", "A/77/10", "A/77/10/Add.1", "A/RES/77/3", "E/2022/30", "")
WORDS = ("人权", "人权领", "决", "حقوق", "ال", "human rights", "of", "没有")


def make_run(out: Path, documents: int, url: str = "") -> Journal:
    """Write the journal and the records of documents in three languages, each of which cites some others."""
    storage = open_storage(out, url)
    journal = Journal(storage)
    for n in range(documents):
        number, language = divmod(n, len(LANGUAGES))
        line = JournalLine(f"{n:03}", f"{n}", "done", symbol=f"A/RES/77/{number}", language=LANGUAGES[language])
        line = replace(line, organ="ga", folder=f"A_RES_77_{number}.{line.language}", counts={"pages": n})
        record = json.dumps(make_record(n, line), ensure_ascii=False).encode()
        storage.write(f"{RUN_FOLDER}/{RECORDS_FOLDER}", [FinishedFile(f"{hash_bytes(record)}.json", record)])
        journal.write_line(replace(line, record=hash_bytes(record)))
    journal.write_line(JournalLine("refused", "", "refused", "no “resolution”"))
    journal.keep_only(frozenset(line.name for line in journal.lines()))
    return journal


def make_record(n: int, line: JournalLine) -> dict[str, Any]:
    """Make the record of a document that cites two symbols, or one and a name."""
    places = [{"id": f"p{n}", "label": "1", "page": 1}, {"id": f"q{n}", "label": "2", "page": None}]
    symbols = [
        {
            "symbol": symbol or None,
            "as_printed": symbol or "=name",
            "url": symbol and f"https://x/{line.language}/{symbol}",
        }
        | {"places": places}
        for symbol in (SYMBOLS[n % 7], SYMBOLS[(n + 3) % 7])
    ]
    text = TEXTS[line.language]
    return {
        "title": text[:9],
        "adopted": "",
        "issued": "",
        "session": "",
        "subjects": [],
        "symbols": symbols,
        "paragraphs": [[f"p{n}", f"{text} {n}"]],
    }


def gather(out: Path, documents: int, url: str = "") -> dict[str, bytes]:
    """Gather, and return the files of the index."""
    gather_run(make_run(out, documents, url), open_storage(out, url))
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def test_parts_hold_what_one_database_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gather(tmp_path / "whole", 20)
    monkeypatch.setattr("engross.batch.search.database.PART_DOCUMENTS", 6)
    parts = gather(tmp_path / "parts", 20)
    names = {f"corpus-index-{n}.sqlite" for n in (2, 3, 4)}
    assert parts.keys() - whole.keys() == names
    assert all(parts[name] == data for name, data in whole.items() if name != DATABASE_NAME)
    for words in WORDS:
        assert find_places(tmp_path / "parts", words) == find_places(tmp_path / "whole", words)
    assert [len(find_places(tmp_path / "parts", words)) for words in WORDS[:2]] == [12, 12]
    (tmp_path / "parts" / "corpus-index-3.sqlite").unlink()
    with pytest.raises(Refusal, match=r"no index .*corpus-index-3"):
        find_places(tmp_path / "parts", "human rights")


def test_parts_that_a_smaller_run_does_not_need_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engross.batch.search.database.PART_DOCUMENTS", 2)
    assert len(gather(tmp_path, 12)) == 9
    (tmp_path / GATHERING_FOLDER).mkdir()
    (tmp_path / GATHERING_FOLDER / "citations.sqlite").write_text("of a killed run")
    journal = make_run(tmp_path, 12)
    journal.keep_only(frozenset(f"{n:03}" for n in range(3)))
    gather_run(journal, open_storage(tmp_path))
    assert {path.name for path in tmp_path.glob("*.sqlite")} == {DATABASE_NAME, "corpus-index-2.sqlite"}
    assert not (tmp_path / GATHERING_FOLDER).exists()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (2,)


def test_a_place_that_a_url_names_has_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engross.batch.search.database.PART_DOCUMENTS", 7)
    here = gather(tmp_path / "here", 20)
    assert gather(tmp_path / "there", 20, (tmp_path / "there").as_uri()) == here
    assert Journal(open_storage(tmp_path / "there")).is_gathered()


def test_what_is_streamed_is_what_json_would_spell(tmp_path: Path) -> None:
    for documents in (0, 1, 20):
        files = gather(tmp_path / str(documents), documents)
        for name in ("corpus-index.json", "corpus-report.json"):
            value = json.loads(files[name])
            assert files[name] == (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def test_symbols_stand_in_their_order_with_all_that_cite_them(tmp_path: Path) -> None:
    files = gather(tmp_path, 21)
    index = json.loads(files["corpus-index.json"])
    names = [symbol["symbol"] for symbol in index["symbols"]]
    assert names == ["A/77/9", "A/77/10", "A/77/10/Add.1", "A/RES/77/1", "A/RES/77/3", "E/2022/30", "=name"]
    citing = {symbol["symbol"]: [one["name"] for one in symbol["cited_by"]] for symbol in index["symbols"]}
    for document in index["documents"]:
        others = {name.partition(".")[0].replace("_", "/") for name in citing.get(document["symbol"], ())}
        assert document["cited_by"] == sorted(others - {document["symbol"]}, key=parse)
    rows = list(csv.DictReader(io.StringIO(files["corpus-index.csv"].decode("utf-8-sig"))))
    assert len(rows) == 21 * 4
    assert {row["as_printed"] for row in rows} == {*SYMBOLS[:-1], "'=name"}
    assert [row["page"] for row in rows[:2]] == ["1", ""]


def test_sort_keys_are_in_the_order_of_values() -> None:
    """Numbers by value whatever their length and zeros, Roman ones among them, a base before what modifies it."""
    numbers = ["7", "08", "10", "٣٢", "1" * 18, "2" * 18, "1" * 19, "2" * 19, "1" * 5000]
    keys = [Symbol(("A", number)).key() for number in numbers]
    assert keys == sorted(keys)
    names = ["A/77/9", "A/77/10", "A/77/10/Add.1", "A/77/10/Add.2", "A/77/10/Add.10", "A/77/10/Corr.1", "A/77/10/Rev.1"]
    names += [
        "A/CONF.9/1",
        "A/CONF.157/24",
        "A/CONF.157/24 (Part I)",
        "A/CONF.157/24 (Part IX)",
        "A/CONF.157/24 (Part X)",
    ]
    keys = [parse(name).key() for name in names]
    assert keys == sorted(keys)
    pairs = [Symbol(("A",), Symbol(("S", "1"))), Symbol(("A", ""), None), Symbol(("A", "\0")), Symbol(("A", "a"))]
    assert len({pair.key() for pair in pairs}) == len(pairs)
    assert Symbol(("A",)).key() < pairs[0].key() < pairs[1].key()
    assert Symbol((), name="a").key() < Symbol((), name="a\0").key() < Symbol((), name="a\x01").key()
