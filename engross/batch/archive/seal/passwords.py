"""Passwords of keys and tokens: read when they are needed, from a file or from whoever sits at the terminal."""

from __future__ import annotations

from collections.abc import Callable

ReadPassword = Callable[[str], str]  # takes the name of what it opens
