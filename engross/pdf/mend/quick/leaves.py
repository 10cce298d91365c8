"""Styles of pages and their margin boxes kept from document to document; each page has copies, which layout changes."""

from __future__ import annotations

from typing import Any

from weasyprint import css

from engross.pdf.mend.quick.copies import Paged

MOST = 2000  # kinds of pages kept: side, name, number; times the styles of the root


def dress(kind: Any, html: Any, style_for: Any) -> bool:
    """Give a page of a kind its computed styles; whether that was done: only below a root whose style is kept."""
    styles = style_for.get_computed_styles()
    root = getattr(styles[html.etree_element, None], "origin", None)
    if root is None:
        return False
    kept = style_for.font_config.__dict__.setdefault("leaves", {})
    if len(kept) > MOST:
        kept.clear()
    key = (kind, html.base_url, tuple(sheet for sheet, *_ in style_for._sheets))
    found = kept.get(key)
    if found is None or found[None].parent_style is not root:
        found = kept[key] = _made(kind, html.base_url, root, style_for)
    for name, style in found.items():
        styles[kind, name] = Paged(style)
    return True


def _made(kind: Any, base_url: str, root: Any, style_for: Any) -> dict[str | None, Any]:
    """The styles of a page, under None, and of its margin boxes under their names."""
    style_for.add_page_declarations(kind)
    cascaded = style_for.get_cascaded_styles()
    rules = {name: cascaded.pop((of, name)) for of, name in tuple(cascaded) if of == kind}

    def computed(name: str | None, parent: Any) -> Any:
        about = (base_url, style_for.font_config, style_for.initial_page_sizes)
        return css.ComputedStyle(parent, rules.get(name, {}), name, root, *about)

    page = computed(None, root)
    return {None: page} | {name: computed(name, page) for name in rules if name}
