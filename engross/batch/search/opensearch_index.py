"""An index on an OpenSearch server, for those who outgrow the embedded one; it also finds words in other forms."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from engross.batch.search.opensearch_mapping import MARKS, make_mapping, spell_scan, spell_search
from engross.batch.search.values import PAGE_RESULTS, FoundPage, FoundPlace, IndexedDocument, SearchQuery
from engross.model.notice import Refusal
from engross.model.tree import Where

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
MAPPING_VERSION = make_mapping()["mappings"]["_meta"]
TIMEOUT_SECONDS, BULK_SECONDS = 30, 300
BULK_DOCUMENTS, BULK_BYTES = 200, 8_000_000
SCAN_DOCUMENTS = 50  # whose places are asked for at a time
MOST_RESULTS = 100_000  # documents that pages reach: the index's max_result_window
MARKED = re.compile(f"{MARKS[0]}(.*?){MARKS[1]}")
ADDRESS_HINT = "an index is named http://HOST:PORT/NAME, the name in small letters"


class OpenSearchIndex:
    """The index that a server has under a name. ``url``: http://user:password@host:9200/name, the first two if needed.

    Raises Refusal if that is no address of an index.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._name = parts.path.strip("/")
        if parts.scheme not in ("http", "https") or not parts.hostname or not INDEX_NAME.fullmatch(self._name):
            raise Refusal("that is no address of an index of OpenSearch", ADDRESS_HINT)
        self._where = Where(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/{self._name}")
        self._client = _open_client(url)

    def put(self, documents: Iterable[IndexedDocument]) -> int:
        """Make the index one of these documents: what is new or has changed is written, what is gone removed."""
        from opensearchpy import helpers

        with self._refuse_on_error():
            self._make_index()
            earlier = self._read_hashes()
            written = 0
            actions = self._list_changes(documents, earlier)
            bulk = helpers.streaming_bulk(
                self._client,
                actions,
                chunk_size=BULK_DOCUMENTS,
                max_chunk_bytes=BULK_BYTES,
                request_timeout=BULK_SECONDS,
            )
            for _, answer in bulk:
                written += "index" in answer
            self._client.indices.refresh(index=self._name)
        return written

    def search(self, query: SearchQuery) -> FoundPage:
        """Return a page of the documents that have the words, by what they are sorted by. Raises Refusal."""
        first = query.first
        if not query.plain_words:
            return FoundPage(0)
        if first + PAGE_RESULTS > MOST_RESULTS:
            raise Refusal(f"pages reach {MOST_RESULTS:,} documents", "narrow the search by a filter", self._where)
        asked = replace(query, words=query.plain_words)
        answer = self._ask(spell_search(asked, first, PAGE_RESULTS))
        places = tuple(next(_read_places(hit)) for hit in answer["hits"]["hits"])
        return FoundPage(answer["hits"]["total"]["value"], places, self._read_counts(answer["aggregations"]))

    def find_places(self, words: str) -> Iterator[FoundPlace]:
        """Yield all places that have the words, by document and in its order. Raises Refusal."""
        behind: list[Any] = []
        while hits := self._ask(spell_scan(words, behind, SCAN_DOCUMENTS))["hits"]["hits"]:
            for hit in hits:
                yield from _read_places(hit)
            behind = hits[-1]["sort"]

    def _ask(self, body: dict[str, Any]) -> dict[str, Any]:
        with self._refuse_on_error():
            answer: dict[str, Any] = self._client.search(index=self._name, body=body)
            if answer["timed_out"] or answer["_shards"]["failed"]:
                raise Refusal("OpenSearch answered in part only", "look at its shards, then try again", self._where)
        return answer

    def _make_index(self) -> None:
        """Make the index if it is not there. Raises Refusal if one of that name is not ours."""
        if not self._client.indices.exists(index=self._name):
            self._client.indices.create(index=self._name, body=make_mapping())
            return
        found = next(iter(self._client.indices.get_mapping(index=self._name).values()))
        if found["mappings"].get("_meta") != MAPPING_VERSION:
            raise Refusal("the index is none that this engross made", "give another name", self._where)

    def _read_hashes(self) -> dict[str, str]:
        """Return the hash of each document that the index has, by its id."""
        from opensearchpy import helpers

        hits = helpers.scan(self._client, index=self._name, query={"_source": ["hash"]}, size=5_000)
        return {hit["_id"]: hit["_source"]["hash"] for hit in hits}

    def _list_changes(self, documents: Iterable[IndexedDocument], earlier: dict[str, str]) -> Iterator[dict[str, Any]]:
        """Yield what must be done so that the index has these documents; what is in ``earlier`` and not here goes."""
        gone = set(earlier)
        for document in documents:
            source = _spell_source(document)
            id_ = hashlib.sha256(document.name.encode("utf-8", "surrogatepass")).hexdigest()
            gone.discard(id_)
            if earlier.get(id_) != source["hash"]:
                yield {"_op_type": "index", "_index": self._name, "_id": id_, "_source": source}
        for id_ in sorted(gone):
            yield {"_op_type": "delete", "_index": self._name, "_id": id_}

    def _read_counts(self, answers: dict[str, Any]) -> dict[str, dict[str, int]]:
        if cut := [name for name, answer in answers.items() if answer["sum_other_doc_count"]]:
            raise Refusal(f"there are too many values of {cut[0]}", "narrow the search by a filter", self._where)
        counts = {
            name: {bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]}
            for name, answer in sorted(answers.items())
        }
        return {name: values for name, values in counts.items() if values}

    @contextmanager
    def _refuse_on_error(self) -> Iterator[None]:
        """Turn what the client raises into a Refusal."""
        from opensearchpy import exceptions, helpers

        try:
            yield
        except exceptions.NotFoundError:
            what, hint = "there is no such index", "make it: ./press library RUN --out SITE, with this --opensearch"
            raise Refusal(what, hint, self._where) from None
        except exceptions.ConnectionTimeout:
            raise Refusal(
                "OpenSearch did not answer in time", "try again when it has less to do", self._where
            ) from None
        except exceptions.ConnectionError:
            what, hint = "no OpenSearch answers there", "start it, or correct the address"
            raise Refusal(what, hint, self._where) from None
        except (exceptions.OpenSearchException, helpers.errors.BulkIndexError) as error:
            what = " ".join(str(error).split())[:300]
            raise Refusal(f"OpenSearch refuses: {what}", "look at its log", self._where) from None


def _open_client(url: str) -> OpenSearch:
    """Return the client of a server; it connects when it is first asked."""
    from opensearchpy import OpenSearch

    parts = urlsplit(url)
    login = (unquote(parts.username or ""), unquote(parts.password or "")) if parts.username else None
    host = {"host": parts.hostname, "port": parts.port or (443 if parts.scheme == "https" else 9200)}
    return OpenSearch([host], http_auth=login, use_ssl=parts.scheme == "https", timeout=TIMEOUT_SECONDS, max_retries=2)


def _spell_source(document: IndexedDocument) -> dict[str, Any]:
    """Return a document as the index keeps it, with the hash of all that it says."""
    values: dict[str, list[str]] = {}
    for name, value in document.filters:
        values.setdefault(name, []).append(value)
    places = [
        {"id": id_, "number": number, "text": {document.language: text}}
        for number, (id_, text) in enumerate(document.places)
    ]
    members = ("name", "order", "symbol", "language", "title", "adopted")
    source = {name: getattr(document, name) for name in members} | values | {"places": places}
    spelled = json.dumps(source, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return source | {"hash": hashlib.sha256(spelled).hexdigest()}


def _read_places(hit: dict[str, Any]) -> Iterator[FoundPlace]:
    """Yield the places of a document that was found."""
    source = hit["_source"]
    for inner in hit["inner_hits"]["places"]["hits"]["hits"]:
        (text,) = inner["_source"]["text"].values()
        marked = next(iter(inner.get("highlight", {}).values()), [""])[0]
        found = MARKED.search(marked)
        identity = (source["name"], source["symbol"], source["language"], inner["_source"]["id"], text)
        yield FoundPlace(*identity, found[1] if found else "")
