"""The bundled sample call through the telephone, with the real voice activity and a real recogniser."""

import re

import jiwer
import pytest
import soundfile
import soxr

from assist.demo.script import load_script, load_timing, sample_path
from assist.speech.sphinx import SphinxTranscriber
from assist.speech.vad import SileroModel
from assist.wiring import Models
from tests.live import PlainLanguage
from tests.telephone.platforms import Genesys, office, run, telephone_settings

TURNS = 2


def plain(text):
    return re.sub(r"[^a-z' ]", "", text.lower())


@pytest.mark.models
def test_the_words_of_a_call_come_through_the_telephone(tmp_path):
    """Its first turns as mu-law stereo, as fast as they can be read: all are understood, as well as 8 kHz allow."""
    end = load_timing()[TURNS - 1].end + 0.5
    voices, rate = soundfile.read(sample_path(), dtype="float32")
    narrow = soxr.resample(voices[: round(end * rate)], rate, 8_000).astype("float32")
    settings = telephone_settings(tmp_path)

    def load():
        return Models(PlainLanguage(), SphinxTranscriber(), SileroModel())

    async def test():
        async with office(settings, load) as here:
            async with Genesys.calling(here) as genesys:
                await genesys.open()
                await genesys.play(narrow[:, 0], narrow[:, 1])
                await genesys.close()
            await here.ended()
            heard = [(speaker, plain(text)) for speaker, text in here.transcript()]
        said = [(turn.speaker, plain(turn.text)) for turn in load_script().turns[:TURNS]]
        assert [speaker for speaker, _ in heard] == [speaker for speaker, _ in said]
        for (_, words), (_, truth) in zip(heard, said, strict=True):
            assert jiwer.wer(truth, words) <= 0.35, words

    run(test, 120)
