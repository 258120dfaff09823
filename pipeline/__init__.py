"""Stages 2 to 4: store, score, analyse. May import crawlers.post and models."""
