"""Imitations that we wrote of the forms in which Chinese sites print articles, and what must come out of each."""
