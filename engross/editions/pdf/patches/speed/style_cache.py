"""Keep computed styles between documents for elements that match the same rules below the same styles.

WeasyPrint shares such styles within a document. A process parses a style sheet once, so its styles can be shared
between documents, too: a style already known is not cascaded or computed again.

Declarations of attributes such as ``lang`` are part of the key. Only ``id``, different for every element, is not: it
names an anchor, and its element gets the style of those without under its own name. Styles that layout changes, of the
root and of <body>, are copied. Style sheets must not have lengths that depend on the page (vw, vh …), as those of the
first document would be kept; ours have none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from engross_weasyprint import HTML, css
from engross_weasyprint.css.targets import TargetCollector
from engross_weasyprint.text.fonts import FontConfiguration

from engross.editions.pdf.patches.speed import selector_cache, style_copies

FEW_ANCHORS = 300  # the first anchors of a document: their styles keep values, 5 kB each
Declarations = dict[str, tuple[Any, Any]]  # by property: its value and its weight in the cascade
MAX_KEPT_STYLES = 4000  # a document with every kind of paragraph has a hundred


@dataclass(slots=True)
class CachedStyles:
    """The style of an element and those of its pseudo-elements by name."""

    style: css.ComputedStyle
    pseudo: dict[str, css.ComputedStyle] = field(default_factory=dict)


def compute_styles(
    style_for: css.StyleFor, html: HTML, sheets: Iterable[selector_cache.StyleSheet], collector: TargetCollector
) -> None:
    """Set the computed styles of all elements of a document and of their pseudo-elements."""
    kept_styles = _find_kept_styles(style_for.font_config)
    styles, cascaded = style_for.get_computed_styles(), style_for.get_cascaded_styles()
    element_styles, kinds = dict[Element, CachedStyles](), dict[Element, int]()
    rules = selector_cache.find_selector_cache(style_for.font_config, sheets)
    collected: set[int] = set()
    root, anchors = None, 0
    for element in html.wrapper_element.iter_subtree():
        node = element.etree_element
        parent_styles = element_styles[element.parent.etree_element] if element.parent else None
        declarations = dict(cascaded.get((node, None), ()))
        anchor = declarations.pop("anchor", None)
        kind = kinds[node] = rules.kind_number(element, kinds[element.parent.etree_element] if element.parent else None)
        matching, number = rules.matching_rules(element, kind)
        key = (id(parent_styles.style) if parent_styles else html.base_url, repr(declarations), rules, number)
        cached = kept_styles.get(key)
        if cached is None:
            cached = kept_styles[key] = _compute_element_styles(
                style_for, (declarations, parent_styles, root, html.base_url), matching
            )
        element_styles[node] = cached
        root = cached.style if root is None else root
        is_shared = parent_styles is not None and element.parent.parent is not None
        styles[node, None] = cached.style if is_shared else style_copies.StyleCopy(cached.style)
        if anchor is not None and "anchor" not in cached.style.cascaded:
            anchors += 1
            named_style = style_copies.CachingNamedStyle if anchors <= FEW_ANCHORS else style_copies.NamedStyle
            styles[node, None] = named_style(styles[node, None], anchor[0])
        for pseudo, style in cached.pseudo.items():
            styles[node, pseudo] = style
        for style in (styles[node, None], *cached.pseudo.values()):
            if id(style) not in collected:
                collected.add(id(style))
                if style["anchor"]:
                    collector.collect_anchor(style["anchor"])
    style_for.get_cascaded_styles().clear()


def _find_kept_styles(font_config: FontConfiguration) -> dict[object, CachedStyles]:
    """Return the styles kept with a font configuration by their keys; emptied first if there are too many."""
    kept_styles: dict[object, CachedStyles] = font_config.__dict__.setdefault("computed_styles", {})
    if len(kept_styles) > MAX_KEPT_STYLES:
        kept_styles.clear()
    return kept_styles


def _compute_element_styles(
    style_for: css.StyleFor,
    place: tuple[Declarations, CachedStyles | None, css.ComputedStyle | None, str | None],
    matching: list[Any],
) -> CachedStyles:
    """Compute the styles of an element and its pseudo-elements from the rules that match it.

    ``place``: the declarations of the element's attributes, the styles of its parent, the root's style, the base URL.
    """
    attribute_declarations, parent_styles, root, base_url = place
    cascaded: dict[str | None, Declarations] = {None: attribute_declarations}
    for origin, specificity, pseudo, declarations, order in matching:
        style = cascaded.setdefault(pseudo, {})
        for name, values, importance in declarations:
            weight = (css.declaration_precedence(origin, importance), order, specificity)
            previous = style.get(name)
            if previous is None or previous[1] <= weight:
                style[name] = values, weight

    def compute_style(
        name: str | None, parent: css.Style | None, top: css.Style, base: str | None
    ) -> css.ComputedStyle:
        rules = cascaded[name]
        return css.ComputedStyle(parent, rules, name, top, base, style_for.font_config, style_for.initial_page_sizes)

    top = css.InitialStyle(style_for.font_config) if root is None else root
    element_style = compute_style(None, parent_styles.style if parent_styles else None, top, base_url)
    pseudo = {
        name: compute_style(name, element_style, element_style if root is None else root, base_url)
        for name in cascaded
        if name
    }
    return CachedStyles(element_style, pseudo)
