"""Findings of ``outloud`` about the print edition: page numbers read as content, which no conformance checker finds.

Apache-2.0; it brings PyMuPDF, and so is installed in an environment of its own: ``tests/outloud.lock``.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cases import HERE
from tests.promises import find_outloud
from tests.test_tags import printed

pytestmark = [pytest.mark.process, pytest.mark.needs("outloud")]
# Artifacts that read like prose: it takes the title in a running head, repeated from the text, for lost content.
# Order: the codes of the first page's foot are drawn with their page and read last. Unicode: joined Arabic letters
# have several shapes.
TAKEN_FOR_FAULTS = {"TAG-002", "ORD-001", "TXT-004"}


@pytest.mark.parametrize("name", ["sections-and-table", "paper-a5", "masthead-general-assembly", "right-to-left"])
def test_no_page_number_is_read_as_content(name: str, tmp_path: Path) -> None:
    path = printed(next((HERE / "pages" / name).glob("in.*")), tmp_path)
    command = [str(find_outloud()), str(path), "--no-info", "--json", "-"]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    (result,) = said["results"]
    found = [one for one in result["findings"] if one["rule"] not in TAKEN_FOR_FAULTS]
    assert [(one["rule"], one["message"], one.get("evidence")) for one in found] == []
