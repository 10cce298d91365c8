"""From a resolution to the bytes of its editions."""
