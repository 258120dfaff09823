"""`python -m chengyu` is the program. Imports chengyu.cli."""

from chengyu.cli import main

main()
