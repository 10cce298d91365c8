"""The interface of an index: what SQLite finds, a server of OpenSearch finds too; both follow what is put."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engross.batch.search import Index, IndexedDocument, SearchQuery, SqliteIndex
from engross.batch.search.opensearch_index import OpenSearchIndex
from engross.batch.search.opensearch_mapping import ANALYZERS
from engross.grammars.language import language_codes
from engross.model.notice import Refusal
from tests.opensearch_server import run_server
from tests.promises import TOOLS

needs_server = [pytest.mark.process, pytest.mark.slow, pytest.mark.needs("opensearch")]
TEXTS = {
    "ar": ("مصابيح المنارات", "تهيب بجميع الدول أن تعتني بالمصابيح؛", "إذ تشير إلى قرارها 99/7،"),
    "en": ("Lamps of “lighthouses”", "Calls upon all States to light A/RES/99/7, para. 4 (b);", "x"),
    "fr": ("Lampes d’État", "L’ÉTÉ ; l’œil du phare", "Décide de rester saisie"),
    "ru": ("Лампы маяков", "призывает все государства заботиться о лампах;", "в т. ч. СЁЛА"),
    "zh": ("灯塔的灯", "吁请所有国家爱护小岛屿发展中国家的灯塔；", "第99/7号决议，𠮷野"),
}


def make_documents() -> list[IndexedDocument]:
    """Make documents of six symbols in five languages; one has no symbol."""
    documents = []
    for n in range(6):
        symbol = f"A/RES/99/{n}" if n else ""
        for code, (title, *texts) in TEXTS.items():
            filters = [("organ", "ga"), ("session", f"{98 + n % 2}"), ("year", f"20{50 + n}")]
            filters += [("subject", one) for one in ("LIGHTHOUSES", f"ISLANDS {n % 3}")] if code == "en" else []
            places = (("title", title), *((f"op-{at}", f"{text} {n}") for at, text in enumerate(texts, 1)))
            one = IndexedDocument(f"d/{n}.{code}", symbol, code, "ga", title, f"20{50 + n}-01-01", f"{n} {code}")
            documents.append(replace(one, filters=tuple(filters), places=places))
    return documents


def share_filters(documents: list[IndexedDocument]) -> list[IndexedDocument]:
    """Return documents that all have what any language version of them says, as a catalogue gives them."""
    by_symbol: dict[str, set[tuple[str, str]]] = {}
    for one in documents:
        by_symbol.setdefault(one.symbol or one.name, set()).update(one.filters)
    return [replace(one, filters=tuple(sorted(by_symbol[one.symbol or one.name]))) for one in documents]


def draw_queries(number: int) -> Iterator[SearchQuery]:
    """Yield queries that stand in the texts, of one character to ten, some in other capitals, some filtered."""
    chance = random.Random(number)
    filters = ((), (("session", "98"),), (("subject", "ISLANDS 1"), ("organ", "ga")), (("year", "2053"),))
    for _ in range(number):
        text = chance.choice([text for texts in TEXTS.values() for text in texts])
        start = chance.randrange(len(text))
        words = text[start : start + chance.randint(1, 10)]
        changed = chance.choice((str, str.upper, str.lower))(words)
        yield SearchQuery(changed, chance.choice(("", "", *TEXTS)), chance.choice(filters), chance.randint(1, 2))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Provide the address of a server of OpenSearch."""
    with run_server(TOOLS, tmp_path_factory.mktemp("opensearch")) as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("opensearch", marks=needs_server)])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Index:
    """Provide an empty index of each engine."""
    if request.param == "sqlite":
        return SqliteIndex(tmp_path)
    return OpenSearchIndex(f"{request.getfixturevalue('server')}/{tmp_path.name.lower()}")


def find_names(index: Index, words: str, **asked: object) -> list[str]:
    """Return the names of the documents that are found."""
    return [place.name for place in index.search(SearchQuery(words, **asked)).places]  # type: ignore[arg-type]


def test_words_are_found_as_they_are_typed_whatever_their_capitals(index: Index) -> None:
    index.put(make_documents())
    assert len(find_names(index, "LAMPS OF “light")) == 6
    assert find_names(index, "lamps  of light") == []
    assert find_names(index, "小岛屿发展中国家", filters=(("year", "2053"),)) == ["d/3.zh"]
    assert len(find_names(index, "灯塔")) == 6
    assert len(find_names(index, "été")) == 6
    assert find_names(index, "") == []
    assert {place.place for place in index.search(SearchQuery("A/RES/99/7, PARA. 4 (B)")).places} == {"op-1"}


def test_pages_and_numbers_behind_filters_are_of_all_that_is_found(index: Index) -> None:
    index.put(share_filters(make_documents()))
    first, second = index.search(SearchQuery(" ")), index.search(SearchQuery("x", "en"))
    assert (first.count, second.count, len(second.places)) == (0, 6, 6)
    every = index.search(SearchQuery("9"))
    assert (every.count, len(every.places)) == (18, 18)
    assert every.filters["session"] == {"98": 9, "99": 9}
    assert every.filters["subject"]["LIGHTHOUSES"] == 16  # the one without a symbol is a document in each language
    assert index.search(SearchQuery("9", page=2)).places == ()


def test_what_is_put_is_what_is_found_and_nothing_else(index: Index) -> None:
    documents = make_documents()
    assert index.put(documents) == len(documents)
    changed = replace(documents[0], places=(("title", "another title"),))
    index.put([changed, *documents[1:10]])
    assert find_names(index, "another title") == [changed.name]
    assert len({place.name for place in index.find_places("9")}) < 10
    index.put([])
    assert [*index.find_places("9")] == []


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("opensearch")
def test_both_engines_find_the_same(server: str, tmp_path: Path) -> None:
    documents = share_filters(make_documents())
    embedded, served = SqliteIndex(tmp_path), OpenSearchIndex(f"{server}/both")
    assert embedded.put(documents) == served.put(documents) == len(documents)
    found = 0
    for query in draw_queries(300):
        one, other = embedded.search(query), served.search(query)
        assert (one.count, one.places, one.filters) == (other.count, other.places, other.filters), query
        words = " ".join(query.words.split())
        assert sorted(map(str, embedded.find_places(words))) == sorted(map(str, served.find_places(words))) or not words
        found += one.count
    assert found > 400


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("opensearch")
def test_a_server_finds_other_forms_where_they_are_asked_for(server: str) -> None:
    served = OpenSearchIndex(f"{server}/forms")
    served.put(make_documents())
    for words, language, found in (
        ("lamp lighthouse", "en", "Lamps"),
        ("ламп маяка", "ru", "Лампы"),
        ("المصابيح", "ar", "مصابيح"),
        ("lampe", "", "Lampes"),
    ):
        page = served.search(SearchQuery(words, language, in_forms=True))
        assert page.count >= 6, words
        assert found in {place.found for place in page.places}, words
    assert served.search(SearchQuery("lamp lighthouse", "en")).count == 0
    assert served.search(SearchQuery("灯岛", "zh", in_forms=True)).count == 0


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("opensearch")
def test_only_what_has_changed_is_written(server: str) -> None:
    served = OpenSearchIndex(f"{server}/again")
    documents = make_documents()
    assert served.put(documents) == len(documents)
    assert served.put(documents) == 0
    assert served.put([replace(documents[0], adopted="2060-01-01"), *documents[1:]]) == 1


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("opensearch")
def test_an_index_that_is_not_ours_is_left_alone(server: str) -> None:
    from opensearchpy import OpenSearch

    OpenSearch(server).indices.create(index="theirs")
    with pytest.raises(Refusal, match="none that this engross made"):
        OpenSearchIndex(f"{server}/theirs").put(make_documents())
    with pytest.raises(Refusal, match="no such index"):
        OpenSearchIndex(f"{server}/nothing").search(SearchQuery("lamps"))


@pytest.mark.parametrize("url", ["", "un", "ftp://host/un", "http://host:9200", "http://host/UN", "http://host/a/b"])
def test_what_is_no_address_of_an_index_is_refused(url: str) -> None:
    with pytest.raises(Refusal, match="no address of an index"):
        OpenSearchIndex(url)


def test_a_server_that_is_not_there_is_refused_without_the_password() -> None:
    with pytest.raises(Refusal, match="no OpenSearch answers there") as refused:
        OpenSearchIndex("http://one:secret@127.0.0.1:9/un").search(SearchQuery("lamps"))
    assert "secret" not in str(refused.value)


def test_every_language_has_an_analyzer() -> None:
    assert set(ANALYZERS) == set(language_codes())
