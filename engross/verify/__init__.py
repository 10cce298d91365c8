"""Compare texts with texts, and check finished files; nothing here makes an edition."""
