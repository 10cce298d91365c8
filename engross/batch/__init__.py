"""Many documents at a time: runs, volumes, concordances."""
