"""Which rules match an element, found once for all elements of one kind below the same kinds.

Selectors are tried for every element of every document. Nearly all of them ask of an element, and of those it stands
in, only the name, the class and the language: their answer is the same wherever these are. Those that ask for more (the
place among its siblings, what it holds, its identifier, its address) are tried for each element. What a selector asks
for is read from the function that cssselect2 has compiled it to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import inf
from types import CodeType
from typing import Any

from cssselect2 import ElementWrapper, Matcher
from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

# What a function may name that asks no more than what a kind tells; and attributes that hardly two elements share.
KIND_NAMES = frozenset(
    "local_name namespace_url classes lang parent ancestors etree_element attrib get lower startswith endswith "
    "in_html_document any next split_whitespace ascii_lower el".split()
)
UNIQUE_ATTRIBUTES = frozenset({"id", "href", "src"})
KIND_ATTRIBUTES = ("class", "lang", "{http://www.w3.org/XML/1998/namespace}lang")
MAX_KINDS = 4000  # kinds of elements kept; a document has a hundred or two
SELECTOR_BUCKETS = ("id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors")
SELECTOR_LISTS = ("lang_attr_selectors", "other_selectors")

StyleSheet = tuple[CSS, str, Any]  # with its origin and, if its rules all have one, their specificity
MatchedRules = tuple[list[Any], int]  # the rules that match, in the order of the cascade, and the number of just these


class SelectorCache:
    """The rules of a document's style sheets and the elements that were met; kept while the sheets are the same."""

    def __init__(self, sheets: Iterable[StyleSheet]) -> None:
        self._sheets = sheets
        parts = [_split_matcher(sheet.matcher) for sheet, _, _ in sheets]
        self._roving = [roving for _, roving in parts if any(_iter_tests(roving))]
        asked = {word for still, _ in parts for code in _iter_test_codes(still) for word in code.co_consts}
        self._attributes = frozenset(word for word in asked if isinstance(word, str)) | {*KIND_ATTRIBUTES}
        self._kinds: dict[object, int] = {}
        self._known: dict[object, MatchedRules] = {}
        self._numbers: dict[object, int] = {}

    def kind_number(self, element: ElementWrapper, above: int | None) -> int:
        """The number of an element's kind; ``above``: that of its parent."""
        node = element.etree_element
        said = tuple((name, value) for name, value in node.attrib.items() if name in self._attributes)
        key = (element.lang if above is None else above, node.tag, said)
        return self._kinds.setdefault(key, len(self._kinds))

    def matching_rules(self, element: ElementWrapper, kind: int) -> MatchedRules:
        """The rules that match an element of a kind."""
        key = (kind, *(tuple(order for _, order, _, _ in roving.match(element)) for roving in self._roving))
        if (found := self._known.get(key)) is None:
            found = self._known[key] = self.find_rules(element)
        return found

    def find_rules(self, element: ElementWrapper) -> MatchedRules:
        """The rules that match an element, asked of every selector, with the number of this set of rules."""
        found, key = [], []
        for sheet, origin, sheet_specificity in self._sheets:
            for specificity, _, pseudo, (declarations, layer) in sheet.matcher.match(element):
                order = inf if layer is None else sheet.layers.index(layer)
                found.append((origin, sheet_specificity or specificity, pseudo, declarations, order))
                key.append((sheet, specificity, pseudo, id(declarations), order))
        return found, self._numbers.setdefault(tuple(key), len(self._numbers))

    @property
    def is_full(self) -> bool:
        """Whether it is time to begin anew."""
        return max(len(self._kinds), len(self._known)) > MAX_KINDS


def find_selector_cache(fonts: FontConfiguration, sheets: Iterable[StyleSheet]) -> SelectorCache:
    """The rules of style sheets, as ``fonts`` (a configuration of fonts) keeps them from document to document."""
    kept: dict[object, SelectorCache] = fonts.__dict__.setdefault("selector_caches", {})
    key = tuple((sheet, origin, specificity) for sheet, origin, specificity in sheets)
    if key not in kept or kept[key].is_full:
        kept[key] = SelectorCache(key)
    return kept[key]


def _split_matcher(matcher: Matcher) -> tuple[Matcher, Matcher]:
    """The selectors that ask for the kind of an element alone, and all others; each as a matcher, in the same order."""
    still, roving = Matcher(), Matcher()
    for name in SELECTOR_BUCKETS:
        for word, entries in getattr(matcher, name).items():
            for entry in entries:
                getattr(still if _is_kind_test(entry[0]) else roving, name).setdefault(word, []).append(entry)
    for name in SELECTOR_LISTS:
        for entry in getattr(matcher, name):
            getattr(still if _is_kind_test(entry[0]) else roving, name).append(entry)
    return still, roving


def _iter_tests(matcher: Matcher) -> Iterator[Callable[..., bool]]:
    for name in SELECTOR_BUCKETS:
        yield from (entry[0] for entries in getattr(matcher, name).values() for entry in entries)
    for name in SELECTOR_LISTS:
        yield from (entry[0] for entry in getattr(matcher, name))


def _iter_test_codes(matcher: Matcher) -> Iterator[CodeType]:
    for test in _iter_tests(matcher):
        yield from _iter_nested_codes(test.__code__)


def _iter_nested_codes(code: CodeType) -> Iterator[CodeType]:
    """The code of a function, and of those in it."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _iter_nested_codes(inner)


def _is_kind_test(test: Callable[..., bool]) -> bool:
    return all(
        KIND_NAMES.issuperset(code.co_names) and UNIQUE_ATTRIBUTES.isdisjoint(code.co_consts)
        for code in _iter_nested_codes(test.__code__)
    )
