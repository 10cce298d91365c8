"""The JSON Schemas (2020-12) of all that engross writes as JSON, and of the YAML that a person edits."""

from __future__ import annotations

import json
from pathlib import Path

SCHEMA_ENDING = ".schema.json"


def schema_path(name: str) -> Path:
    """Return the file of the schema of a name, as ``list_schemas`` has it: "report"."""
    return Path(__file__).with_name(f"{name}{SCHEMA_ENDING}")


def list_schemas() -> dict[str, str]:
    """Return the name of each schema with its title, sorted by name."""
    paths = sorted(Path(__file__).parent.glob(f"*{SCHEMA_ENDING}"))
    return {path.name.removesuffix(SCHEMA_ENDING): json.loads(path.read_text("utf-8"))["title"] for path in paths}
