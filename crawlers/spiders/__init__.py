"""One spider file for each kind of source."""
