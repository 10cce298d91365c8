"""Process many documents together: runs, volumes, concordances."""
