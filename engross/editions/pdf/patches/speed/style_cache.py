"""Computed styles kept from one document to the next: elements that match the same rules below the same styles.

WeasyPrint shares a style within a document so; the rules are those of a style sheet that a process parses once, so its
styles can be shared between documents too. Of a style already known nothing is cascaded or computed again.

Attributes count as rules do: ``lang`` among them. The one that tells every element from every other, ``id``, only
names an anchor: an element that has one gets the style of those without, under its own name. Styles that layout
writes on, of the root and of <body>, are given out as copies. Lengths measured by the page (vw, vh …) must not be in
the sheets, nor are they in ours: they would be those of the first document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import HTML, css
from weasyprint.css.targets import TargetCollector

from engross.editions.pdf.patches.speed import selector_cache, style_copies

FEW_ANCHORS = 300  # anchors of a document whose styles keep what they are asked for, 5 kB each
Declarations = dict[str, tuple[Any, Any]]  # by property: values, and what outweighs another declaration
MAX_KEPT_STYLES = 4000  # styles kept; a document of every kind of paragraph has a hundred


@dataclass(slots=True)
class CachedStyles:
    """The style of an element, and of those of its pseudo-elements that rules match."""

    style: css.ComputedStyle
    pseudo: dict[str, css.ComputedStyle] = field(default_factory=dict)


def compute_styles(
    style_for: css.StyleFor, html: HTML, sheets: Iterable[selector_cache.StyleSheet], collector: TargetCollector
) -> None:
    """Give every element of a document, and its pseudo-elements, their computed styles."""
    kept: dict[object, CachedStyles] = style_for.font_config.__dict__.setdefault("computed_styles", {})
    if len(kept) > MAX_KEPT_STYLES:
        kept.clear()
    styles, cascaded = style_for.get_computed_styles(), style_for.get_cascaded_styles()
    worn, kinds = dict[Element, CachedStyles](), dict[Element, int]()
    rules = selector_cache.find_selector_cache(style_for.font_config, sheets)
    met: set[int] = set()
    root, anchors = None, 0
    for element in html.wrapper_element.iter_subtree():
        node = element.etree_element
        above = worn[element.parent.etree_element] if element.parent else None
        said = dict(cascaded.get((node, None), ()))
        name = said.pop("anchor", None)
        kind = kinds[node] = rules.kind_number(element, kinds[element.parent.etree_element] if element.parent else None)
        matching, number = rules.matching_rules(element, kind)
        key = (id(above.style) if above else html.base_url, repr(said), rules, number)
        found = kept.get(key)
        if found is None:
            found = kept[key] = _compute_element_styles(style_for, (said, above, root, html.base_url), matching)
        worn[node] = found
        root = found.style if root is None else root
        shared = above is not None and element.parent.parent is not None
        styles[node, None] = found.style if shared else style_copies.StyleCopy(found.style)
        if name is not None and "anchor" not in found.style.cascaded:
            anchors += 1
            named = style_copies.CachingNamedStyle if anchors <= FEW_ANCHORS else style_copies.NamedStyle
            styles[node, None] = named(styles[node, None], name[0])
        for pseudo, style in found.pseudo.items():
            styles[node, pseudo] = style
        for style in (styles[node, None], *found.pseudo.values()):
            if id(style) not in met:
                met.add(id(style))
                if style["anchor"]:
                    collector.collect_anchor(style["anchor"])
    style_for.get_cascaded_styles().clear()


def _compute_element_styles(
    style_for: css.StyleFor,
    place: tuple[Declarations, CachedStyles | None, css.ComputedStyle | None, str | None],
    matching: list[Any],
) -> CachedStyles:
    """The styles of an element and its pseudo-elements from the rules that match it.

    ``place``: what the element's attributes say, what is above it, the root's style, the address that links are
    relative to.
    """
    said, above, root, base_url = place
    cascaded: dict[str | None, Declarations] = {None: said}
    for origin, specificity, pseudo, declarations, order in matching:
        style = cascaded.setdefault(pseudo, {})
        for name, values, importance in declarations:
            weight = (css.declaration_precedence(origin, importance), order, specificity)
            before = style.get(name)
            if before is None or before[1] <= weight:
                style[name] = values, weight

    def compute_style(
        name: str | None, parent: css.Style | None, top: css.Style, base: str | None
    ) -> css.ComputedStyle:
        rules = cascaded[name]
        return css.ComputedStyle(parent, rules, name, top, base, style_for.font_config, style_for.initial_page_sizes)

    top = css.InitialStyle(style_for.font_config) if root is None else root
    own = compute_style(None, above.style if above else None, top, base_url)
    pseudo = {name: compute_style(name, own, own if root is None else root, base_url) for name in cascaded if name}
    return CachedStyles(own, pseudo)
