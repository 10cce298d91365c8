"""The values that stages hand on; nothing changes them, and nothing here knows a format."""
