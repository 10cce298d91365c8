from typing import Any

from engross_weasyprint.css import Style

def get_color(style: Style, key: str) -> Any: ...  # tinycss2.color5.Color
