"""The shell: command line, settings and wiring. May import everything; nothing imports it."""

from chengyu.language import speak_chinese

# The command line library reads its own words when it is imported, so they must be in place before.
speak_chinese()
