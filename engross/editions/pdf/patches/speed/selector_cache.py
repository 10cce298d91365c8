"""Find the rules that match an element once for all elements of its kind below the same kinds.

WeasyPrint tries all selectors for every element of every document. Nearly all of them depend only on the name, the
class and the language of an element and of its ancestors: these are its kind. Selectors that depend on more (the place
among siblings, the content, the id, the address) are tried for each element. What a selector depends on is read from
the function that cssselect2 has compiled it to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import inf
from types import CodeType
from typing import Any

from cssselect2 import ElementWrapper, Matcher
from engross_weasyprint import CSS
from engross_weasyprint.text.fonts import FontConfiguration

# Names that the test of a selector may use if it depends on kinds alone; attributes that hardly two elements share.
KIND_NAMES = frozenset(
    "local_name namespace_url classes lang parent ancestors etree_element attrib get lower startswith endswith "
    "in_html_document any next split_whitespace ascii_lower el".split()
)
UNIQUE_ATTRIBUTES = frozenset({"id", "href", "src"})
KIND_ATTRIBUTES = ("class", "lang", "{http://www.w3.org/XML/1998/namespace}lang")
MAX_KINDS = 4000  # a document has a hundred or two
MAX_CACHES = 100  # sets of style sheets; a document has four: body, back, running heads, cover
SELECTOR_BUCKETS = ("id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors")
SELECTOR_LISTS = ("lang_attr_selectors", "other_selectors")

StyleSheet = tuple[CSS, str, Any]  # with its origin, and the specificity of all its rules or None
MatchedRules = tuple[list[Any], int]  # the matching rules in order, and the number of this set of rules


@dataclass(frozen=True, slots=True)
class SheetTests:
    """The selectors of a sheet that depend on more than kinds, if there are any, and the words that the others name."""

    roving: Matcher
    is_roving: bool
    words: frozenset[str]


class SelectorCache:
    """The rules that match each kind of element in some style sheets."""

    def __init__(self, sheets: Iterable[StyleSheet]) -> None:
        self._sheets = sheets
        parts = [_find_sheet_tests(sheet) for sheet, _, _ in sheets]
        self._roving = [tests.roving for tests in parts if tests.is_roving]
        self._attributes = frozenset(KIND_ATTRIBUTES).union(*(tests.words for tests in parts))
        self._kinds: dict[object, int] = {}
        self._known: dict[object, MatchedRules] = {}
        self._numbers: dict[object, int] = {}

    def kind_number(self, element: ElementWrapper, above: int | None) -> int:
        """Return the number of an element's kind. ``above``: that of its parent's kind, None for the root."""
        node = element.etree_element
        attributes = tuple((name, value) for name, value in node.attrib.items() if name in self._attributes)
        key = (element.lang if above is None else above, node.tag, attributes)
        return self._kinds.setdefault(key, len(self._kinds))

    def matching_rules(self, element: ElementWrapper, kind: int) -> MatchedRules:
        """Return the rules that match an element of a kind."""
        key = (kind, *(tuple(order for _, order, _, _ in roving.match(element)) for roving in self._roving))
        if (rules := self._known.get(key)) is None:
            rules = self._known[key] = self.find_rules(element)
        return rules

    def find_rules(self, element: ElementWrapper) -> MatchedRules:
        """Try every selector on an element; return the rules that match it, with the number of this set of rules."""
        rules, key = [], []
        for sheet, origin, sheet_specificity in self._sheets:
            for specificity, _, pseudo, (declarations, layer) in sheet.matcher.match(element):
                order = inf if layer is None else sheet.layers.index(layer)
                rules.append((origin, sheet_specificity or specificity, pseudo, declarations, order))
                key.append((sheet, specificity, pseudo, id(declarations), order))
        return rules, self._numbers.setdefault(tuple(key), len(self._numbers))

    @property
    def is_full(self) -> bool:
        """Whether the cache holds so many kinds that it should be replaced."""
        return max(len(self._kinds), len(self._known)) > MAX_KINDS


def find_selector_cache(fonts: FontConfiguration, sheets: Iterable[StyleSheet]) -> SelectorCache:
    """Return the cache for these style sheets, kept on the font configuration from document to document."""
    caches: dict[object, SelectorCache] = fonts.__dict__.setdefault("selector_caches", {})
    key = tuple((sheet, origin, specificity) for sheet, origin, specificity in sheets)
    if key not in caches or caches[key].is_full:
        if len(caches) > MAX_CACHES:
            caches.clear()
        caches[key] = SelectorCache(key)
    return caches[key]


def _find_sheet_tests(sheet: CSS) -> SheetTests:
    """Return the tests of a sheet's selectors, kept on it: most sheets are shared by all documents."""
    kept: SheetTests | None = sheet.__dict__.get("tests")
    if kept is None:
        by_kind, roving = _split_matcher(sheet.matcher)
        words = {word for code in _iter_test_codes(by_kind) for word in code.co_consts if isinstance(word, str)}
        kept = sheet.__dict__["tests"] = SheetTests(roving, any(_iter_tests(roving)), frozenset(words))
    return kept


def _split_matcher(matcher: Matcher) -> tuple[Matcher, Matcher]:
    """Split a matcher into one of the selectors that depend on kinds alone and one of all others, in the same order."""
    by_kind, roving = Matcher(), Matcher()
    for name in SELECTOR_BUCKETS:
        for word, entries in getattr(matcher, name).items():
            for entry in entries:
                getattr(by_kind if _is_kind_test(entry[0]) else roving, name).setdefault(word, []).append(entry)
    for name in SELECTOR_LISTS:
        for entry in getattr(matcher, name):
            getattr(by_kind if _is_kind_test(entry[0]) else roving, name).append(entry)
    return by_kind, roving


def _iter_tests(matcher: Matcher) -> Iterator[Callable[..., bool]]:
    for name in SELECTOR_BUCKETS:
        yield from (entry[0] for entries in getattr(matcher, name).values() for entry in entries)
    for name in SELECTOR_LISTS:
        yield from (entry[0] for entry in getattr(matcher, name))


def _iter_test_codes(matcher: Matcher) -> Iterator[CodeType]:
    for test in _iter_tests(matcher):
        yield from _iter_nested_codes(test.__code__)


def _iter_nested_codes(code: CodeType) -> Iterator[CodeType]:
    """Iterate over the code of a function and of the functions in it."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _iter_nested_codes(inner)


def _is_kind_test(test: Callable[..., bool]) -> bool:
    return all(
        KIND_NAMES.issuperset(code.co_names) and UNIQUE_ATTRIBUTES.isdisjoint(code.co_consts)
        for code in _iter_nested_codes(test.__code__)
    )
