"""The collect stage's door: `collect` for declared sources, `collect_file` for one file. May import crawlers.*."""

from crawlers.imports import CollectBusyError, UnknownLayoutError, Window, collect_file

__all__ = ["CollectBusyError", "UnknownLayoutError", "Window", "collect_file"]
