"""Stage 3's models: text in, judgement out. Imports nothing of ours outside this folder."""
