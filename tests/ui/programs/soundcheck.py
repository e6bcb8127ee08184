"""Plays the sound check: says the lines that a test wrote for a check, and stays where the last of them says so.

``soundcheck.py FOLDER CHECK ...``: ``FOLDER/CHECK.jsonl`` is said; the arguments go to ``FOLDER/asked.txt``. A check
without a file ends at once. ``wait`` as a line keeps the check running until it is killed.
"""

import signal
import sys
from pathlib import Path

folder, check, *rest = Path(sys.argv[1]), *sys.argv[2:]
with (folder / "asked.txt").open("a") as asked:
    asked.write(" ".join([check, *rest]) + "\n")
script = folder / f"{check}.jsonl"
lines = script.read_text().splitlines() if script.exists() else []
for line in lines:
    if line == "wait":
        signal.pause()
    if line == "crash":
        sys.exit("a traceback")
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
sys.exit(2 if lines and '"refused"' in lines[-1] else 0)
