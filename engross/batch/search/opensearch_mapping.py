"""What an OpenSearch index of texts is made of: its mapping, with the analyzers of each language.

A text is indexed three ways: as runs of three characters, which find words of any script as they are typed; as single
characters and pairs, which find what is shorter, most Chinese words among it; and by the analyzer of its language,
which finds words in whatever form. The first two are what the embedded index has, so that both find the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engross.batch.search.values import FILTERS, RUN_CHARACTERS, SearchQuery
from engross.grammars.han import HAN_RANGE
from engross.grammars.language import language_codes

TEXT = "places.text"  # the fields of a text, one for each language
MOST_VALUES, MOST_PLACES = 50_000, 100_000  # values of a filter; places of a document
MAPPING_FILE = Path(__file__).with_name("opensearch.json")
EXACT_FIELDS = {
    "runs": {"type": "text", "analyzer": "runs"},
    "pairs": {"type": "text", "analyzer": "pairs", "index_options": "docs", "norms": False},
}
# OpenSearch's own, by language. Of Chinese it has pairs of characters, which ``in_forms`` has no use for.
ANALYZERS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "ru": "russian",
    "zh": "cjk",
}
HAN_CHARACTER = re.compile(f"[{HAN_RANGE}]")
MARKS = ("\x02", "\x03")  # around what was found; no text has them


def make_mapping() -> dict[str, Any]:
    """Return the body with which an index is made."""
    mapping: dict[str, Any] = json.loads(MAPPING_FILE.read_bytes())
    mapping["mappings"]["properties"]["places"]["properties"]["text"]["properties"] = {
        code: {"type": "text", "analyzer": ANALYZERS.get(code, "standard"), "fields": EXACT_FIELDS}
        for code in language_codes()
    }
    return mapping


def spell_search(query: SearchQuery, first: int, size: int) -> dict[str, Any]:
    """Return the body that asks for documents from ``first`` on, and how many are behind each value of each filter."""
    terms = [{"term": {name: value}} for name, value in query.filters]
    if query.language:
        terms.append({"term": {"language": query.language}})
    counts = {name: {"terms": {"field": name, "size": MOST_VALUES, "order": {"_key": "asc"}}} for name in FILTERS}
    nested = spell_places(query, 1)
    return _spell_page([*terms, nested], size) | {"from": first, "track_total_hits": True, "aggs": counts}


def spell_scan(words: str, behind: list[Any], size: int) -> dict[str, Any]:
    """Return the body that asks for all places of the next documents behind one, whose sort values are ``behind``."""
    body = _spell_page([spell_places(SearchQuery(words), MOST_PLACES)], size)
    return body | ({"search_after": behind} if behind else {})


def _spell_page(terms: list[dict[str, Any]], size: int) -> dict[str, Any]:
    members = ["name", "symbol", "language"]
    order = [{"order": "asc"}, {"name": "asc"}]
    return {"size": size, "sort": order, "_source": members, "query": {"bool": {"filter": terms}}}


def spell_places(query: SearchQuery, number: int) -> dict[str, Any]:
    """Return what a place must have, with the first ``number`` places of each document."""
    codes = (query.language,) if query.language in language_codes() else language_codes()
    ways = [_spell_exact(query.words, codes)]
    if query.in_forms and not HAN_CHARACTER.search(query.words):  # a run of Han characters has one form
        fields = [f"{TEXT}.{code}" for code in codes]
        ways.append({"multi_match": {"query": query.words, "operator": "and", "fields": fields}})
    marked = {f"{TEXT}.{code}": {"type": "plain", "number_of_fragments": 0} for code in codes}
    hits: dict[str, Any] = {"size": number, "sort": [{"places.number": "asc"}], "_source": ["places.id", TEXT]}
    if len(ways) > 1:
        hits["highlight"] = {"fields": marked, "pre_tags": [MARKS[0]], "post_tags": [MARKS[1]]}
    condition = {"bool": {"should": ways, "minimum_should_match": 1}}
    return {"nested": {"path": "places", "query": condition, "inner_hits": hits}}


def _spell_exact(words: str, codes: Iterable[str]) -> dict[str, Any]:
    """Return what finds words as they are typed: as runs, or whole where they are shorter than a run."""
    if len(words) >= RUN_CHARACTERS:
        fields = [f"{TEXT}.{code}.runs" for code in codes]
        return {"multi_match": {"query": words, "type": "phrase", "fields": fields}}
    return {"bool": {"should": [{"term": {f"{TEXT}.{code}.pairs": words.lower()}} for code in codes]}}
