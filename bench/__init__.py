"""One command per figure: `python -m bench.NAME` measures and ends with one JSON line a figure."""
