"""Compare texts with texts and look at finished files; nothing here makes an edition."""
