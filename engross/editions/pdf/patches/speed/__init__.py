"""What patched places of WeasyPrint call to be faster, or to keep less; it changes no edition."""
