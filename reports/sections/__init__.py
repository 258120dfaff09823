"""The parts of the periodical paper, one file each: result tables in, a Section out."""
