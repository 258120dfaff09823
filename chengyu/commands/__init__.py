"""One file a command: read settings, call a stage, print in Chinese."""
