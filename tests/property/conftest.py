"""One profile for all properties: the same examples each time, and no clock."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("engross", deadline=None, derandomize=True, max_examples=200)
settings.register_profile("search", deadline=None, max_examples=5000)  # --hypothesis-profile=search, to look for more
settings.load_profile("engross")
