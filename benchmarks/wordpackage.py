"""Make the parts of a Word file other than its text: elements, styles, lists, content types, relations (ECMA-376)."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
BODY, SMALL = "20", "17"  # half points: the sizes of the text and of the notes
STYLES = {
    "SingleTxt": "__Single Txt", "HCh": "_ H _Ch", "H1": "_ H_1", "H23": "_ H_2/3", "H4": "_ H_4", "H56": "_ H_5/6",
    "FootnoteText": "footnote text", "Session": "Session", "AgendaItemNormal": "Agenda_Item_Normal",
    "AgendaTitleH2": "Agenda_Title_H2", "TitleHCH": "Title_H_CH",
}  # fmt: skip
TEMPLATES = ("decimal", "lowerLetter", "lowerRoman")
NUMBERED = ("%1.", "(%2)", "(%3)")

Element = etree._Element


def make(name: str, *children: Element | None, **attributes: str) -> Element:
    """Return a WordprocessingML element with its attributes in that namespace; ``r_id`` is in that of relations."""
    qualified = {named(key.replace("_", ":", 1)): value for key, value in attributes.items()}
    element = etree.Element(named(name), qualified, nsmap={"w": W, "r": R})
    element.extend(child for child in children if child is not None)
    return element


def named(name: str) -> str:
    """Return a name as lxml has it: "w:p" and "p" belong to WordprocessingML, "r:id" to relations."""
    prefix, _, local = name.rpartition(":")
    return f"{{{R if prefix == 'r' else W}}}{local}"


def styles(code: str) -> Element:
    """Return the part of the styles: the UN's, with their sizes and spaces."""
    default = (make("sz", val=BODY), make("szCs", val=BODY), make("lang", val=code, eastAsia=code, bidi=code))
    style_elements = [make("docDefaults", make("rPrDefault", make("rPr", *default)))]
    for key, name in STYLES.items():
        size = SMALL if key == "FootnoteText" else BODY
        space = make("spacing", after="0" if key == "FootnoteText" else "120")
        letters = make("rPr", make("sz", val=size), make("szCs", val=size))
        style_elements.append(
            make("style", make("name", val=name), make("pPr", space), letters, type="paragraph", styleId=key)
        )
    raised = make("rPr", make("vertAlign", val="superscript"))
    reference_name = make("name", val="footnote reference")
    return make(
        "styles", *style_elements, make("style", reference_name, raised, type="character", styleId="FootnoteReference")
    )


def numbering() -> Element:
    """Return the part of the lists that Word counts: 1., (a), (i)."""
    levels = [
        make("lvl", make("start", val="1"), make("numFmt", val=form), make("lvlText", val=text), ilvl=str(n))
        for n, (form, text) in enumerate(zip(TEMPLATES, NUMBERED, strict=True))
    ]
    listed = make("num", make("abstractNumId", val="1"), numId="1")
    return make("numbering", make("abstractNum", *levels, abstractNumId="1"), listed)


def _around(parts: dict[str, Element], links: list[str]) -> dict[str, Element]:
    """Return the package's own parts: content types and relations."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {"header1": "header", "header2": "header", "footer1": "footer", "document": "document.main"}
    types = etree.Element(f"{{{TYPES}}}Types", nsmap={None: TYPES})
    etree.SubElement(
        types,
        f"{{{TYPES}}}Default",
        Extension="rels",
        ContentType="application/vnd.openxmlformats-package.relationships+xml",
    )
    for name in parts:
        stem = name.removeprefix("word/").removesuffix(".xml")
        kind_ = f"{main}.{kinds.get(stem, stem)}+xml"
        etree.SubElement(types, f"{{{TYPES}}}Override", PartName=f"/{name}", ContentType=kind_)
    named = (("head", "header", "header1"), ("running", "header", "header2"), ("foot", "footer", "footer1"))
    inner = [*named, *((one, one, one) for one in ("footnotes", "styles", "numbering"))]
    document_relations = _relations(
        [(key, kind_, f"{stem}.xml", False) for key, kind_, stem in inner]
        + [(f"link{n}", "hyperlink", target, True) for n, target in enumerate(links, 1)]
    )
    return {
        "[Content_Types].xml": types,
        "_rels/.rels": _relations([("main", "officeDocument", "word/document.xml", False)]),
        "word/_rels/document.xml.rels": document_relations,
    }


def _relations(rows: list[tuple[str, str, str, bool]]) -> Element:
    root = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
    for key, kind_, target, outside in rows:
        relation = etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=key, Type=f"{R}/{kind_}", Target=target)
        if outside:
            relation.set("TargetMode", "External")
    return root


def rule(side: str, eighths: str) -> Element:
    """Return a rule of a table, ``eighths`` of a point thick; the UN's tables have them at top, foot and head."""
    return make(side, val="single", sz=eighths, space="0", color="auto")


def packed(parts: dict[str, Element], links: list[str]) -> bytes:
    """Return a Word file of its parts by name; ``links``: the targets of links in its text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, root in {**_around(parts, links), **parts}.items():
            archive.writestr(zipfile.ZipInfo(name), etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    return out.getvalue()
