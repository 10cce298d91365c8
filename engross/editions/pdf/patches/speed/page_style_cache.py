"""Keep the styles of pages and margin boxes between documents; each page gets copies, as layout changes them.

WeasyPrint's sheet names all sixteen margin boxes, most of which a page leaves empty. The style of one without content
is not copied, and of its values only those are computed that are asked for: it is not laid out (see ``lengths``, too).
"""

from __future__ import annotations

from collections.abc import Iterator

from engross_weasyprint import HTML, css
from engross_weasyprint.layout.page import PageType

from engross.editions.pdf.patches.speed.lengths import NO_CONTENT
from engross.editions.pdf.patches.speed.style_copies import PageStyleCopy

MAX_PAGE_KINDS = 500  # kinds of pages differ in the rules that match them
LAID_OUT = (None, "@footnote", "@note-area")  # the page and its areas, which need no content


def try_set_page_styles(kind: PageType, html: HTML, style_for: css.StyleFor) -> bool:
    """Set the computed styles of a kind of page. Return False, and set none, if the style of the root is not kept."""
    styles = style_for.get_computed_styles()
    root = getattr(styles[html.etree_element, None], "origin", None)
    if root is None:
        return False
    kept_styles = style_for.font_config.__dict__.setdefault("page_styles", {})
    if len(kept_styles) > MAX_PAGE_KINDS:
        kept_styles.clear()
    # The key has no page number: a large document has hundreds of pages, and twenty styles for each.
    # Body and back have another root; a root's number may be given again when it is gone.
    key = (html.base_url, id(root), tuple(_matching_page_rules(kind, style_for)))
    page_styles = kept_styles.get(key)
    if page_styles is None or page_styles[None].parent_style is not root:
        page_styles = kept_styles[key] = _compute_page_styles(kind, html.base_url, root, style_for)
    for name, style in page_styles.items():
        is_laid_out = name in LAID_OUT or style["content"] not in NO_CONTENT
        styles[kind, name] = PageStyleCopy(style) if is_laid_out else style
    style_for.__dict__.setdefault("names_of_page_styles", {})[kind] = tuple(page_styles)
    return True


def release_page_styles(kind: PageType, style_for: css.StyleFor) -> None:
    """Forget the styles of a page that is finished; its boxes keep theirs. A hundred kB a page."""
    styles = style_for.get_computed_styles()
    for name in style_for.__dict__.get("names_of_page_styles", {}).pop(kind, ()):
        styles.pop((kind, name), None)


def _matching_page_rules(kind: PageType, style_for: css.StyleFor) -> Iterator[object]:
    """Iterate over what distinguishes a kind of page: the style sheets, and the page selectors that match it."""
    for sheet, *_ in style_for._sheets:
        yield sheet
        for rule, (_, selectors, _) in enumerate(sheet.page_rules):
            yield from ((rule, n) for n, (*_, page) in enumerate(selectors) if style_for._page_type_match(page, kind))


def _compute_page_styles(
    kind: PageType, base_url: str | None, root: css.Style, style_for: css.StyleFor
) -> dict[str | None, css.ComputedStyle]:
    """Return the style of a page, under None, and those of its margin boxes under their names."""
    style_for.add_page_declarations(kind)
    cascaded = style_for.get_cascaded_styles()
    rules = {name: cascaded.pop((element, name)) for element, name in tuple(cascaded) if element == kind}

    def compute_style(name: str | None, parent: css.Style) -> css.ComputedStyle:
        shared_arguments = (base_url, style_for.font_config, style_for.initial_page_sizes)
        return css.ComputedStyle(parent, rules.get(name, {}), name, root, *shared_arguments)

    page = compute_style(None, root)
    return {None: page} | {name: compute_style(name, page) for name in rules if name}
