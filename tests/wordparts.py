"""Make Word documents for tests: the parts of one with text in every place it may stand in, and archives of parts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPACES = " ".join(
    f'xmlns:{short}="http://schemas.openxmlformats.org/{rest}"'
    for short, rest in {
        "w": "wordprocessingml/2006/main",
        "r": "officeDocument/2006/relationships",
        "m": "officeDocument/2006/math",
        "a": "drawingml/2006/main",
        "c": "drawingml/2006/chart",
        "mc": "markup-compatibility/2006",
    }.items()
)
MAIN, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"


def run(text: str, properties: str = "") -> str:
    """Return a run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, *more: str, style: str = "", level: str = "") -> str:
    """Return a paragraph: its words, ``more`` after them, its style, its level in list 1."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>' if level else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{run(text)}{''.join(more)}</w:p>"


def call(number: int, kind: str = "footnote") -> str:
    """Return the call of a note."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def box(text: str) -> str:
    """Return a text box, written twice as Word writes it, the second time with other words."""
    inside = "<w:pict><w:txbxContent>{}</w:txbxContent></w:pict>"
    new, old = (inside.format(paragraph(words)) for words in (text, f"{text}, for old programs"))
    choice = f'<mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
    return f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of words."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def root(name: str, content: str) -> str:
    """Return a part: its root element with all namespaces."""
    return f"<{name} {SPACES}>{content}</{name}>"


def notes(kind: str, *texts: str) -> str:
    """Return the part of the notes of a kind, with the rule over them as note 0."""
    rule = f'<w:{kind} w:type="separator" w:id="0">{paragraph("____")}</w:{kind}>'
    note_elements = (f'<w:{kind} w:id="{n}">{paragraph(text)}</w:{kind}>' for n, text in enumerate(texts, 1))
    return root(f"w:{kind}s", rule + "".join(note_elements))


def relations(*rows: tuple[str, str, str]) -> str:
    """Return a part of relations, given ids, kinds and targets; web addresses are external."""
    outside = ' TargetMode="External"'
    elements = (
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{outside * ("//" in target)}/>'
        for key, kind, target in rows
    )
    return f'<Relationships xmlns="{PACKAGE}">{"".join(elements)}</Relationships>'


def _body() -> str:
    link = f'<w:hyperlink r:id="web">{run("the site of lights")}</w:hyperlink>'
    chart = '<w:r><w:drawing><c:chart r:id="chart"/></w:drawing></w:r>'
    sections = '<w:headerReference w:type="first" r:id="head"/><w:headerReference w:type="default" r:id="running"/>'
    return "".join((
        paragraph("Safety of lighthouses", style="H1"),
        paragraph("The General Assembly,"),
        paragraph("Recalling its resolution 79/21,", call(1), run(" and lamps"), run("x", "<w:vanish/>"), run(",")),
        paragraph("Noting the work of keepers", call(1, "endnote"), run(","), box("Taking note of matches,")),
        paragraph("Encourages States to keep lamps lit:", level="0"),
        paragraph("By night;", level="1"),
        paragraph("By day, where there is fog;", level="1"),
        paragraph("Requests keepers to ask at ", link, run(";"), call(2), level="0"),
        table(("Sea", "Lamps"), ("North", "1 204")),
        paragraph("Sees the count", chart, run(";"), level="0"),
        paragraph("Decides to remain seized of the matter.", level="0"),
        f"<w:sectPr>{sections}<w:footerReference w:type=\"first\" r:id=\"foot\"/><w:titlePg/></w:sectPr>",
    ))  # fmt: skip


def _numbering() -> str:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "decimal", "%1.") + level.format(1, "lowerLetter", "(%2)")
    pattern = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
    return root("w:numbering", f'{pattern}<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>')


def rich_parts() -> dict[str, str]:
    """Return the parts of a resolution with both kinds of notes, headers, table, box, chart, lists, comments."""
    styles = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="_ H_1"/></w:style>'
    head = "".join(map(paragraph, ("United Nations", "A/RES/80/991", "General Assembly", "9 January 2026")))
    points = "".join(f"<c:pt><c:v>{value}</c:v></c:pt>" for value in (1204, 1310))
    rows = (
        ("styles", "styles", "styles.xml"), ("numbering", "numbering", "numbering.xml"),
        ("notes", "footnotes", "footnotes.xml"), ("ends", "endnotes", "endnotes.xml"),
        ("head", "header", "header1.xml"), ("running", "header", "header2.xml"), ("foot", "footer", "footer1.xml"),
        ("said", "comments", "comments.xml"), ("chart", "chart", "charts/chart1.xml"),
        ("template", "glossaryDocument", "glossary/document.xml"), ("web", "hyperlink", "https://lights.example/"),
    )  # fmt: skip
    comments = f'<w:comment w:id="1">{paragraph("Check the count.")}</w:comment>'
    blocks = f"<w:docParts><w:docPart><w:docPartBody>{paragraph('Type here')}</w:docPartBody></w:docPart></w:docParts>"
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("main", "officeDocument", MAIN)),
        MAIN: root("w:document", f"<w:body>{_body()}</w:body>"),
        RELATIONS: relations(*rows),
        "word/styles.xml": root("w:styles", styles),
        "word/numbering.xml": _numbering(),
        "word/footnotes.xml": notes("footnote", "See A/80/413.", "Ibid., paragraph 4."),
        "word/endnotes.xml": notes("endnote", "A note at the end."),
        "word/header1.xml": root("w:hdr", head),
        "word/header2.xml": root("w:hdr", paragraph("A/RES/80/991")),
        "word/footer1.xml": root("w:ftr", paragraph("26-00071")),
        "word/comments.xml": root("w:comments", comments),
        "word/charts/chart1.xml": root("c:chartSpace", f"<c:chart>{points}</c:chart>"),
        "word/glossary/document.xml": root("w:glossaryDocument", blocks),
    }


def archive_of(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of parts by their names; the same bytes each time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()
