"""Stage 5, report: result tables in, papers out. May import pipeline and models.labels."""
