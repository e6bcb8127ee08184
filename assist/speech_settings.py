"""Settings of what turns sound into words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """From sound to words."""

    recognizer: str = "faster-whisper"
    """``faster-whisper`` or ``pocketsphinx`` (embedded, reduced accuracy)."""
    model: str = "base.en"
    """A faster-whisper model name (fetched on first use) or the folder of one."""
    language: str = "en"
    """The language spoken; fixed, since detection per utterance errs on short ones."""
    smaller_model: str = ""
    """Another faster-whisper model, which listens while the machine cannot keep up; empty: none. It is loaded when it
    is needed."""
    threads: int = 1
    """Recogniser threads; below the number of cores, or the call's own audio suffers."""
    fast: bool = False
    """The fast profile, for slow machines: read each utterance as long as it is, not filled up to 30 s. A base model's
    encoder then takes 31 ms for 5 s of sound instead of 681 (one thread). The small test model, which was trained for
    it, reads 200 new sentences as well (11.4 against 11.8 % word error); other models may read worse, and some do, so
    measure your own: `assist bench --audio DIR --references FILE`."""
    speech_threshold: float = 0.5
    """Voice activity at or above this probability is speech (Silero's own default)."""
    silence_threshold: float = 0.35
    """Below this probability speech counts as paused; the gap to ``speech_threshold`` is Silero's hysteresis."""
    minimum_speech_seconds: float = 0.1
    """Shorter bursts do not begin an utterance: clicks and breaths."""
    pre_roll_seconds: float = 0.3
    """Audio before the first speech window that belongs to the utterance, so that its first word is whole."""
    pause_seconds: float = 0.16
    """After this much silence the utterance is read as if it were over; if it is, the words are there at its end."""
    endpoint_silence_seconds: float = 0.4
    """Silence that ends an utterance (300-600 ms is what live use needs). Four recordings of real voices fall into 129
    utterances with it, into 124 with 0.45, 141 with 0.35 and 114 with 0.6. Of the sample call's final words 95 % are
    there 0.43 s after the voice with it, and 0.49 s with 0.45."""
    post_roll_seconds: float = 0.2
    """Audio after the last speech window that belongs to the utterance."""
    maximum_utterance_seconds: float = 18.0
    """A longer utterance is cut, so that words appear and buffers stay bounded."""
    first_partial_seconds: float = 0.3
    """So long after speech began it is read for the first time. With 0.25 the first word of the sample call's turns is
    shown 0.47 s after it began and right 23 times of 27; with 0.4 after 0.63 s, and right 25 times."""
    partial_interval_seconds: float = 0.3
    """How often a running utterance is read again; less often where readings take long (``partial_share``). The sample
    call's last words are shown 0.18 s after the voice with it (95 %: 0.39 s) and 0.35 s (0.52 s) with 0.9, at 16.6
    instead of 10.3 seconds of processor time a minute with the small test model."""
    partial_share: float = 0.5
    """Partials take at most this share of the recogniser's time; the rest is for finals."""
    previous_text: bool = False
    """Give a speaker's words of the last half minute to the recogniser before their next ones. Off: with the small
    test model it raised the word error from 11.5 to 12.7 % on new sentences in a row (to 14.0 with what was really
    said) and from 4.3 to 5.2 % on the sample call; users of larger ones report repeated text. Names and terms of trade
    may gain from it."""
    minimum_level_db: float = -55.0
    """Utterances quieter than this (dB full scale) are line noise."""
    minimum_confidence: float = 0.0
    """Finals below this recogniser confidence are dropped; 0 keeps them all for the transcript."""
    suppress_echo: bool = True
    """Keep the customer's voice, as the agent's microphone hears it from a loudspeaker or a leaky headset, out of the
    agent's words. Turn it off where the microphone's own software does so."""
    muted_notice: bool = True
    """Say so when the agent's microphone seems muted while the customer waits for an answer."""
    background_below_db: float = 0.0
    """Voices in the agent's microphone this much fainter than the agent's usual loud sounds belong to the office around
    them; 0: none do. Voices 25 dB below are no speech beside the agent's anyhow; where colleagues are heard louder, 20
    keeps four in five of their words out, and costs 1 in 1,000 windows of agents in recorded calls, but one in ten
    of an actor who shouts and whispers in turn."""
