"""Voices of festival: samples and the end of every word, many sentences in one run of the program."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import soundfile

from tests.models.training.speech import Spoken, trimmed

VOICES = ("cmu_us_slt_arctic_hts", "ked_diphone", "kal_diphone")

_SCHEME = """
(define (spoken number text stretch)
  (Parameter.set 'Duration_Stretch stretch)
  (let ((utt (utt.synth (eval (list 'Utterance 'Text text)))))
    (utt.save.wave utt (string-append "{folder}/" number ".wav") 'riff)
    (format t "%s" number)
    (mapcar (lambda (w) (format t " %s=%s" (item.name w) (item.feat w "word_end"))) (utt.relation.items utt 'Word))
    (format t "\\n")))
(voice_{voice})
"""


def speak_all(rows: Sequence[tuple[str, float]], voice: str) -> list[Spoken | None]:
    """Speak sentences (`apt-get install festival festvox-us-slt-hts festvox-kallpc16k festvox-kdlpc16k`).

    Args:
        rows: text and stretch of durations.
        voice: one of `VOICES`.

    Returns:
        As many as rows; None where nothing came.
    """
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "all.scm"
        calls = [f'(spoken "{number}" "{text}" {pace:.3f})' for number, (text, pace) in enumerate(rows)]
        script.write_text(_SCHEME.format(folder=folder, voice=voice) + "\n".join(calls) + "\n", encoding="ascii")
        done = subprocess.run(["festival", "-b", str(script)], capture_output=True, text=True, check=False)
        ends = {}
        for line in done.stdout.splitlines():
            name, *words = line.split() or [""]
            if name.isdigit():
                ends[int(name)] = _ends(words)
        found: list[Spoken | None] = []
        for number, (text, _) in enumerate(rows):
            path = Path(folder) / f"{number}.wav"
            if not path.exists():
                found.append(None)
                continue
            samples, rate = soundfile.read(path, dtype="int16")
            known = ends.get(number, [])
            found.append(trimmed(samples, rate, known if len(known) == len(text.split()) else []))
        return found


def _ends(words: Sequence[str]) -> list[float]:
    """Ends of `name=end`; what follows an apostrophe belongs to the word before."""
    ends: list[float] = []
    for word in words:
        name, _, end = word.rpartition("=")
        if name.startswith("'") and ends:
            ends[-1] = max(ends[-1], float(end))
        else:
            ends.append(float(end))
    return ends
