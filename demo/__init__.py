"""The fictional demo city: its generator and its web server. May import crawlers.post and models.labels."""
