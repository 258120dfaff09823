"""The shell: command line, settings and wiring. May import everything; nothing imports it."""
