"""Group the documents of a catalogue: by organ, session, committee, subject, item of an agenda and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from engross.batch.corpus.citation_store import natural_key
from engross.batch.corpus.names import take_name
from engross.batch.library.addresses import make_slug
from engross.batch.library.frame import SiteLink
from engross.batch.library.values import Document, HeldVersion
from engross.batch.search import FILTERS
from engross.grammars.language import load_language

ListKeys = Callable[[Document], Iterable[str]]
GroupAddresses = Mapping[tuple[str, str], str]  # by the name of the kind and the key


@dataclass(frozen=True, slots=True)
class GroupKind:
    """A kind of group. ``name``: the first part of its addresses; ``heading``: its key in [library] of words/*.toml."""

    name: str
    heading: str
    list_keys: ListKeys

    @property
    def is_filter(self) -> bool:
        """Whether the search can be narrowed by it."""
        return self.name in FILTERS


@dataclass(frozen=True, slots=True)
class Group:
    """The documents that have one thing in common, the latest first. ``address``: "session/77/"."""

    kind: str
    key: str
    address: str
    documents: tuple[Document, ...]

    def spell_name(self, language: str) -> str:
        """Return its name in a language, as far as its documents have it there."""
        lang = load_language(language)
        match self.kind:
            case "organ":
                return lang.word("organs", self.key)
            case "session":
                organ, _, session = self.key.partition("/")
                number = lang.word("library", "session", n=session)
                return lang.word("library", "organ_session", organ=lang.word("organs", organ), session=number)
            case "agenda":
                return self._spell_agenda_item(language)
            case "committee":
                return self.documents[0].choose_version(language).committee or self.key
        return self.key

    def _spell_agenda_item(self, language: str) -> str:
        _, session, item = self.key.split("/")
        words = load_language(language).word("library", "agenda_item", n=f"{session}/{item}")
        alone = (x for x in self.documents if len(x.agenda_items) == 1)  # a title of two items is neither's
        title = next(filter(None, (one.choose_version(language).agenda_title for one in alone)), "")
        return f"{words}: {title}" if title else words


def _list_sessions(document: Document) -> Iterator[str]:
    if document.session:
        yield f"{document.organ}/{document.session}"


def _list_agenda_items(document: Document) -> Iterator[str]:
    yield from (f"{document.organ}/{document.session}/{item}" for item in document.agenda_items if document.session)


def _list_committees(document: Document) -> Iterator[str]:
    if committee := document.choose_version("en").committee:
        yield committee


def _list_years(document: Document) -> Iterator[str]:
    if document.year:
        yield document.year


GROUP_KINDS = (
    GroupKind("organ", "organs", lambda document: (document.organ,)),
    GroupKind("session", "sessions", _list_sessions),
    GroupKind("committee", "committees", _list_committees),
    GroupKind("subject", "subjects", lambda document: document.subjects),
    GroupKind("agenda", "agenda", _list_agenda_items),
    GroupKind("year", "years", _list_years),
)


def make_groups(documents: Iterable[Document]) -> dict[str, tuple[Group, ...]]:
    """Return the groups of each kind, by the name of the kind, in the natural order of their keys."""
    by_kind: dict[str, defaultdict[str, list[Document]]] = {kind.name: defaultdict(list) for kind in GROUP_KINDS}
    for document in sort_latest_first(documents):
        for kind in GROUP_KINDS:
            for key in kind.list_keys(document):
                by_kind[kind.name][key].append(document)
    return {name: tuple(_name_groups(name, groups)) for name, groups in by_kind.items()}


def list_addresses(groups: Mapping[str, Iterable[Group]]) -> GroupAddresses:
    """Return the addresses of all groups."""
    return {(group.kind, group.key): group.address for some in groups.values() for group in some}


def link_groups(
    document: Document, version: HeldVersion, language: str, find_address: Callable[[str, str], str]
) -> dict[str, tuple[SiteLink, ...]]:
    """Return what a document is grouped by, as a page in a language spells it, with links to the groups, by kind.

    ``find_address``: returns the address of the group of a kind and a key; "" if there is none.
    """
    spelled = {
        "organ": (load_language(language).word("organs", document.organ),),
        "session": (document.session,),
        "committee": (version.committee,),
        "subject": document.subjects,
        "agenda": document.agenda_items,
        "year": (document.year,),
    }
    links = {}
    for kind in GROUP_KINDS:
        found = (find_address(kind.name, key) for key in kind.list_keys(document))
        pairs = zip_longest(found, spelled[kind.name], fillvalue="")
        links[kind.name] = tuple(SiteLink(address, words) for address, words in pairs if words)
    return links


def _name_groups(kind: str, groups: dict[str, list[Document]]) -> Iterator[Group]:
    """Yield groups with addresses; keys that differ only in what an address cannot have get a number."""
    taken: set[str] = set()
    for key in sorted(groups, key=_key_order):
        slug = take_name("/".join(map(make_slug, key.split("/"))), taken)
        yield Group(kind, key, f"{kind}/{slug}/", tuple(groups[key]))


def _key_order(key: str) -> tuple[tuple[int, int, str], ...]:
    """Order keys with numbers by their values: item 9 stands before item 68(b)."""
    parts = (part for part in key.replace("(", "/(").split("/"))
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def sort_latest_first(documents: Iterable[Document]) -> list[Document]:
    """Return documents by their dates, the latest first, and of one day by their symbols, those not dated last."""
    by_symbol = sorted(documents, key=lambda document: natural_key(document.symbol))
    return sorted(by_symbol, key=lambda document: document.date, reverse=True)
