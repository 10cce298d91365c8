"""Elements of Akoma Ntoso 3.0 and the places they are put: the shapes that other sessions and organs may have.

Each is a fragment of XML with words of its own, so that words lost or doubled are seen.
"""

from __future__ import annotations

NOTE = '<authorialNote marker="{0}" placement="bottom"><p>{1}</p></authorialNote>'

# Elements of a run of words: AKN 3.0's inline, subflow and marker elements.
INLINES = {
    name: f"<{name}>kestrel {name}</{name}>"
    for name in (
        "abbr affectedDocument b concept date def del docCommittee docDate docIntroducer docJurisdiction"
        " docketNumber "
        "docNumber docProponent docPurpose docStage docStatus docTitle docType eInline embeddedText entity"
        " event fillIn "
        "i inline ins judge lawyer legislature location neutralCitation num object omissis opinion organization "
        "outcome party person placeholder process quantity quotedText ref relatedDocument remark rmod role rref "
        "session shortTitle signature span sub sup term time u vote docAuthority mref mod mmod courtType"
    ).split()
} | {
    "eol": "<eol/>",
    "eop": "<eop/>",
    "br": "<br/>",
    "img": '<img src="seal.png" alt="seal"/>',
    "marker": '<marker name="m"/>',
    "noteRef": '<noteRef href="#note_1" marker="7"/>',
    "foreign": '<foreign><m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>q</m:mi></m:math></foreign>',
    "link": '<a href="about:blank">kestrel link</a>',
    "link-mail": '<a href="mailto:https//www.un.org">kestrel mail</a>',
    "link-file": '<a href="file:///C:/Users/x/A_77_1.docx">kestrel file</a>',
    "link-space": '<a href="https://undocs.org/en/A/RES/70/1 ">resolution 70/1</a>',
    "link-bad-iri": '<a href="http://[undocs.org/en/A/RES/70/1">resolution 70/1</a>',
    "link-empty": '<a href="https://undocs.org/en/A/RES/70/1"/>',
    "link-without-address": "<a>kestrel nowhere</a>",
    "link-in-link": '<a href="https://undocs.org/en/A/RES/70/1">one <a href="https://undocs.org/A/71/1">two</a></a>',
    "note": NOTE.format("91", "Kestrel note."),
    "note-bare": '<authorialNote marker="91">Kestrel bare note.</authorialNote>',
    "note-empty": '<authorialNote marker="91"/>',
    "note-unnumbered": "<authorialNote><p>Kestrel note.</p></authorialNote>",
    "note-letter": NOTE.format("a", "Kestrel note."),
    "note-star": NOTE.format("*", "Kestrel note."),
    "note-same-number": NOTE.format("1", "Kestrel note."),
    "notes-two": NOTE.format("91", "Kestrel one.") + NOTE.format("92", "Kestrel two."),
    "note-paragraphs": NOTE.format("91", "Kestrel one.</p><p>Kestrel two."),
    "note-in-note": NOTE.format("91", f"Kestrel out {NOTE.format('92', 'Kestrel in.')} side."),
    "note-list": '<authorialNote marker="91"><p>See:</p><blockList><item><num>(a)</num><p>One;</p></item><item>'
    "<num>(b)</num><p>Two.</p></item></blockList></authorialNote>",
    "note-table": '<authorialNote marker="91"><table><tr><td><p>one</p></td><td><p>two</p></td></tr></table>'
    "</authorialNote>",
    "note-in-span": f'<span class="italic">kestrel {NOTE.format("91", "Kestrel note.")} after</span>',
    "note-in-sup": f"<sup>{NOTE.format('91', 'Kestrel note.')}</sup>",
    "note-heading": '<authorialNote marker="91"><heading>Kestrel</heading><p>Note.</p></authorialNote>',
    "nested-spans": '<span class="bold"><span class="italic"><span class="underline">kestrel</span></span></span>',
    "nested-marks": "<b><i><u><sup>kestrel</sup></u></i></b>",
    "quoted-structure": '<quotedStructure startQuote="“" endQuote="”"><paragraph><num>1.</num><content>'
    "<p>Kestrel.</p>"
    "</content></paragraph></quotedStructure>",
    "embedded-structure": "<embeddedStructure><p>Kestrel.</p></embeddedStructure>",
    "subflow": '<subFlow name="x"><p>Kestrel.</p></subFlow>',
    "popup": "<popup><p>Kestrel.</p></popup>",
    "ins-block": "<ins><span>kestrel</span></ins><del>falcon</del>",
    "address": "https://www.un.org/sg/en/content/sg/statement/2022-12-15/statement-attributable-to-the-spokesperson-for-"
    "the-secretary-general-on-the-kestrel?utm_source=falcon&amp;utm_medium=merlin",
    "long-word": "kestrel" * 30,
    "unheard": "<kestrel>word</kestrel>",
    "other-namespace": '<x:unheard xmlns:x="urn:x">kestrel</x:unheard>',
    "html-p": '<h:p xmlns:h="http://www.w3.org/1999/xhtml">kestrel</h:p>',
    "comment": "<!-- kestrel -->",
    "instruction": "<?kestrel word?>",
}

POINT = "<{0}><num>({1})</num><content><p>{2}</p></content>{3}</{0}>"


def _nested(depth: int, name: str) -> str:
    inner = _nested(depth - 1, name) if depth > 1 else ""
    words = (
        f"<p>kestrel {depth}{inner}</p>" if name == "li" else f"<num>({'abcde'[depth - 1]})</num><p>kestrel</p>{inner}"
    )
    return f"<ol><li>{words}</li></ol>" if name == "li" else f"<blockList><item>{words}</item></blockList>"


def _points(depth: int) -> str:
    inner = _points(depth - 1) if depth > 1 else ""
    within = f"<content><p>kestrel {depth}</p></content>"
    return f"<list><point><num>({'edcba'[depth - 1]})</num>{inner or within}</point></list>"


def _hierarchy(*names: str) -> str:
    if not names:
        return "<paragraph><num>1.</num><content><p>Kestrel.</p></content></paragraph>"
    name, *rest = names
    return f"<{name}><num>{name} I</num><heading>Kestrel {name}</heading>{_hierarchy(*rest)}</{name}>"


CELL = "<td><p>kestrel</p></td>"
# Elements that make blocks of their own.
BLOCKS = {
    name: f"<{name}><num>1.</num><heading>Kestrel heading</heading><content><p>Kestrel {name}.</p></content></{name}>"
    for name in (
        "alinea article book chapter clause division hcontainer indent level list paragraph part point proviso rule "
        "section subchapter subclause subdivision sublist subparagraph subpart subrule subsection subtitle"
        " title tome "
        "transitional crossHeading"
    ).split()
} | {
    "ul": "<ul><li>kestrel</li><li>falcon</li></ul>",
    "ol": '<ol><li value="1"><p>kestrel</p></li><li>falcon<ul><li>merlin</li></ul></li></ol>',
    "li-words-around": "<ul><li>kestrel <b>bold</b> after <ol><li>inner</li></ol> behind</li></ul>",
    "ol-deep": _nested(5, "li"),
    "blockList-deep": _nested(5, "item"),
    "list-deep": _points(5),
    "list-wrapped": "<list><intro><p>Kestrel:</p></intro><point><num>(a)</num><content><p>one;</p></content></point>"
    "<wrapUp><p>kestrel end.</p></wrapUp></list>",
    "list-bare-point": "<list><point><content><p>one</p></content></point></list>",
    "list-heading": "<list><heading>Kestrel</heading><point><num>(a)</num><heading>One</heading><content><p>one</p>"
    "</content></point></list>",
    "blockList-wrapped": "<blockList><listIntroduction>Kestrel:</listIntroduction><item><num>(a)</num><p>one"
    "</p></item>"
    "<listWrapUp>kestrel end</listWrapUp></blockList>",
    "item-heading": "<blockList><item><num>(a)</num><heading>One</heading><subheading>Two</subheading><p>three</p>"
    "<p>four</p></item></blockList>",
    "toc": '<toc><tocItem level="1" href="#a"><span>Kestrel</span> 7</tocItem></toc>',
    "tblock": "<tblock><heading>Kestrel</heading><p>words</p></tblock>",
    "tblock-num": "<tblock><num>1.</num><heading>Kestrel</heading><p>words</p></tblock>",
    "blockContainer": "<blockContainer><num>1.</num><heading>K</heading><p>words</p></blockContainer>",
    "block": '<block name="x">kestrel <b>words</b></block>',
    "container": '<container name="x"><p>kestrel</p><table><tr><td><p>a</p></td></tr></table></container>',
    "bare-words": "kestrel words",
    "p": "<p>kestrel</p>",
    "p-in-p": "<p>kestrel <p>inner</p> after</p>",
    "p-empty": "<p/>",
    "longTitle": "<longTitle><p>Kestrel <docTitle>title</docTitle></p></longTitle>",
    "formula": '<formula name="enacting"><p>The kestrel,</p></formula>',
    "recitals": "<recitals><heading>Whereas</heading><recital><num>(1)</num><p>kestrel,</p></recital></recitals>",
    "citations": "<citations><intro><p>Having</p></intro><citation><p>kestrel,</p></citation></citations>",
    "introduction": "<introduction><p>Kestrel.</p></introduction>",
    "conclusions": "<conclusions><p>Kestrel.</p></conclusions>",
    "preamble": "<preamble><p>Kestrel,</p></preamble>",
    "preface": "<preface><p>Kestrel</p></preface>",
    "foreign": '<foreign><m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>q</m:mi></m:math></foreign>',
    "img": '<img src="seal.png"/>',
    "quotedStructure": "<p>as follows: <quotedStructure><article><num>1</num><content><p>kestrel</p>"
    "</content></article>"
    "</quotedStructure> ends</p>",
    "mod": "<p><mod>For <quotedText>kestrel</quotedText> <quotedStructure><paragraph><num>2.</num><content>"
    "<p>merlin</p>"
    "</content></paragraph></quotedStructure></mod></p>",
    "hierarchy": _hierarchy("part", "title", "chapter", "section", "article"),
    "intro-wrapUp": "<paragraph><num>1.</num><intro><p>Kestrel:</p></intro><subparagraph><num>(a)</num>"
    "<content><p>one</p>"
    "</content></subparagraph><wrapUp><p>end</p></wrapUp></paragraph>",
    "section-wrapUp": "<section><num>I</num><heading>K</heading><intro><p>Kestrel:</p></intro><paragraph>"
    "<content><p>one"
    "</p></content></paragraph><wrapUp><p>end</p></wrapUp></section>",
    "paragraph-headings": "<paragraph><num>1.</num><heading>One</heading><subheading>Two</subheading>"
    "<content><p>three"
    "</p></content></paragraph>",
    "num-last": "<paragraph><content><p>kestrel</p></content><num>9.</num></paragraph>",
    "nums-two": "<paragraph><num>9.</num><num>(a)</num><content><p>kestrel</p></content></paragraph>",
    "num-note": f"<paragraph><num>9.{NOTE.format('91', 'Kestrel note.')}</num><content><p>kestrel</p>"
    f"</content></paragraph>",
    "num-empty": "<paragraph><num/><content><p>kestrel</p></content></paragraph>",
    "num-words": "<paragraph><num>Paragraph nine bis of the kestrel</num><content><p>kestrel</p></content></paragraph>",
    "paragraph-empty": "<paragraph/>",
    "paragraph-bare": "<paragraph>kestrel words</paragraph>",
    "content-bare": "<paragraph><num>9.</num><content>kestrel <b>words</b></content></paragraph>",
    "contents-two": "<paragraph><num>9.</num><content><p>one</p></content><content><p>two</p></content></paragraph>",
    "table": f"<table><caption>Kestrel</caption><thead><tr><th>one</th><th>two</th></tr></thead><tbody>"
    f"<tr>{CELL * 2}</tr>"
    "</tbody></table>",
    "table-spans": f'<table><tr><th colspan="2">kestrel</th></tr><tr><td rowspan="3"><p>a</p></td>{CELL}</tr>'
    f"<tr>{CELL}"
    "</tr></table>",
    "table-spans-wrong": f'<table><tr><td colspan="99" rowspan="40"><p>a</p></td></tr><tr>{CELL * 3}</tr><tr><td '
    'colspan="0" rowspan="x"><p>b</p></td></tr></table>',
    "table-spans-huge": f'<table><tr><td colspan="100000000"><p>a</p></td></tr><tr>{CELL * 3}</tr></table>',
    "table-empty-rows": f"<table><tr/><tr><td/><td/></tr><tr>{CELL * 2}</tr><tr><td><p/></td></tr></table>",
    "table-empty": "<table/>",
    "table-ragged": f"<table><tr>{CELL}</tr><tr>{CELL * 3}</tr><tr>{CELL * 2}</tr></table>",
    "table-nested": f"<table><tr><td><p>a</p><table><tr>{CELL}</tr></table></td>{CELL}</tr></table>",
    "table-list": "<table><tr><td><list><point><num>(a)</num><content><p>one</p></content></point></list></td><td>"
    "<blockList><item><num>1.</num><p>two</p></item></blockList></td></tr></table>",
    "table-bare": "<table><tr><td>kestrel <b>x</b></td><td>two<br/>three</td></tr></table>",
    "table-notes": f"<table><caption>K{NOTE.format('91', 'One.')}</caption><tr>"
    f"<th>h{NOTE.format('92', 'Two.')}</th></tr>"
    f"<tr><td><p>c{NOTE.format('93', 'Three.')}</p></td></tr></table>",
    "table-captions": f"<table><caption>One</caption><caption>Two</caption><tr>{CELL}</tr></table>",
    "table-stray-words": f"<table>kestrel<tr>stray{CELL}</tr></table>",
    "table-heads-only": "<table><tr><th><p>a</p></th><th><p>b</p></th></tr></table>",
    "table-long-cell": f"<table><tr><td>{'<p>kestrel falcon merlin hobby</p>' * 120}</td>{CELL}</tr></table>",
    "table-wide": f"<table><tr>{CELL * 24}</tr><tr>{CELL * 24}</tr></table>",
    "table-heading": "<table><tr><td><heading>Kestrel</heading><p>words</p></td></tr></table>",
    "attachments": '<attachments><attachment><heading>Annex</heading><doc name="annex"><meta/><mainBody>'
    "<p>Kestrel.</p>"
    "</mainBody></doc></attachment></attachments>",
    "attachments-nested": '<attachments><attachment><doc name="annex"><preface><p>Annex <docTitle>K</docTitle></p>'
    "</preface><mainBody><p>Out.</p></mainBody><attachments><attachment><doc name='appendix'><preface><p>Appendix</p>"
    "</preface><preamble><p>Pre,</p></preamble><mainBody><p>In.</p></mainBody><conclusions><p>Done</p></conclusions>"
    "</doc></attachment></attachments></doc></attachment></attachments>",
    "attachment-statement": '<attachments><attachment><statement name="draftResolution"><coverPage><p>Kestrel</p>'
    "</coverPage><preface><p><docTitle>Draft</docTitle></p></preface><mainBody><paragraph><num>1.</num>"
    "<content><p>One."
    "</p></content></paragraph></mainBody></statement></attachment></attachments>",
    "attachment-act": '<attachments><attachment><act name="treaty"><preface><p>Treaty</p></preface><body>'
    "<article><num>"
    "Article 1</num><heading>K</heading><paragraph><num>1.</num><content><p>One.</p></content></paragraph></article>"
    "</body></act></attachment></attachments>",
    "attachment-debate": '<attachments><attachment><debate name="record"><debateBody><speech by="#x">'
    "<from>Mr. K</from>"
    "<p>Words.</p></speech></debateBody></debate></attachment></attachments>",
    "attachment-portion": "<attachments><attachment><portion><portionBody><p>Kestrel.</p></portionBody></portion>"
    "</attachment></attachments>",
    "attachment-reference": '<attachments><attachment><documentRef href="#x"/></attachment></attachments>',
    "attachment-bare": "<attachments><attachment><heading>Kestrel</heading><p>words</p></attachment></attachments>",
    "components": '<components><component><statement name="resolution"><preface><p>K</p></preface><mainBody>'
    "<p>One.</p>"
    "</mainBody></statement></component></components>",
    "speech": '<speech by="#x"><num>1.</num><heading>K</heading><from>Mr. K</from><p>words</p></speech>',
    "narrative": "<narrative><p>kestrel</p></narrative>",
    "signature": "<p><signature><person refersTo='#x'>K</person>, <role>Chair</role></signature></p>",
    "interstitial": "<interstitial><p>kestrel</p></interstitial>",
    "component": "<componentRef src='#x' alt='kestrel'/>",
    "eop": '<eop breakat="7"/>',
    "html-div": '<h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>kestrel</h:p></h:div>',
    "unheard": "<kestrel><p>words</p></kestrel>",
    "comment": "<!-- kestrel -->",
}

# Where runs of words are, in a document.
RUNS = {
    "title": ".//{*}preface//{*}docTitle",
    "number": ".//{*}preface//{*}docNumber",
    "preface line": ".//{*}preface/{*}p",
    "symbol": ".//{*}coverPage//{*}docNumber",
    "cover line": ".//{*}coverPage/{*}p",
    "session": ".//{*}coverPage//{*}session",
    "adoption line": ".//{*}coverPage//{*}docTitle",
    "proponent": ".//{*}coverPage//{*}docProponent",
    "enacting words": ".//{*}formula/{*}p",
    "preambular": ".//{*}preamble/{*}container/{*}p",
    "lead words": ".//{*}preamble/{*}container/{*}p/{*}span",
    "operative": ".//{*}mainBody/{*}paragraph/{*}content/{*}p",
    "operative lead": ".//{*}mainBody/{*}paragraph/{*}content/{*}p/{*}span",
    "operative number": ".//{*}mainBody/{*}paragraph/{*}num",
    "point": ".//{*}point/{*}content/{*}p",
    "point number": ".//{*}point/{*}num",
    "point introduction": ".//{*}list/{*}intro/{*}p",
    "section number": ".//{*}section/{*}num",
    "section heading": ".//{*}section/{*}subheading",
    "heading": ".//{*}p/{*}subheading",
    "cross-heading": ".//{*}crossHeading",
    "link": ".//{*}mainBody//{*}a",
    "superscript": ".//{*}mainBody//{*}sup",
    "note": ".//{*}authorialNote/{*}p",
    "cell": ".//{*}td/{*}p",
    "head cell": ".//{*}th",
    "closing": ".//{*}conclusions/{*}p",
    "closing date": ".//{*}conclusions//{*}docDate",
    "vote": ".//{*}vote",
    "voters": ".//{*}outcome/{*}outcome",
    "embedded": ".//{*}embeddedStructure//{*}p",
    "annex": ".//{*}doc//{*}content/{*}p",
}

# Where blocks are.
HOLDERS = {
    "preamble": ".//{*}preamble",
    "body": ".//{*}mainBody",
    "statement": "./{*}statement",
    "collection": "./{*}documentCollection",
    "root": ".",
    "preface": ".//{*}preface",
    "cover": ".//{*}coverPage",
    "conclusions": ".//{*}conclusions",
    "paragraph": ".//{*}mainBody/{*}paragraph",
    "content": ".//{*}mainBody/{*}paragraph/{*}content",
    "p": ".//{*}mainBody/{*}paragraph/{*}content/{*}p",
    "preambular container": ".//{*}preamble/{*}container",
    "section": ".//{*}section",
    "list": ".//{*}list",
    "point": ".//{*}point",
    "point content": ".//{*}point/{*}content",
    "cell": ".//{*}td",
    "row": ".//{*}tr",
    "table": ".//{*}table",
    "note": ".//{*}authorialNote",
    "attachment": ".//{*}attachment",
    "annex": ".//{*}attachment/{*}doc",
    "annex body": ".//{*}doc/{*}mainBody",
    "embedded": ".//{*}embeddedStructure",
    "item": ".//{*}item",
    "formula": ".//{*}formula",
}
