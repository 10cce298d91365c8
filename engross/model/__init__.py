"""The immutable values that stages exchange; nothing here knows a format."""
