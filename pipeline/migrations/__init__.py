"""The steps by which older tables become today's. Imports pipeline.database."""
