"""Stage 1, collect: pages and files in, Post lines out. Imports nothing of ours outside this folder."""
