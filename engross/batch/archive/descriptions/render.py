"""Fill the templates of descriptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engross.editions.typeset import template_environment


def render_description(template: str, values: Mapping[str, Any]) -> bytes:
    """Return a template of ``templates/archive`` filled in with values."""
    return template_environment().get_template(f"archive/{template}").render(values).encode("utf-8")
