"""How aroused a voice is, against the same speaker's usual voice. Pure: numbers in, numbers out, no samples.

Nothing is trained: a speaker's usual voice is a normal distribution per feature, known broadly before the first word
and more closely with each utterance, and arousal is a weighted mean of the standardised deviations from it. All
weights and widths come from the literature on vocal expression or are judgement; none was fitted to data.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from assist.inputs import Prosody


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is known about a feature before a speaker says anything.

    Attributes:
        centre: over all people.
        between: standard deviation between people (and their lines).
        within: standard deviation between a calm person's utterances.
        weight: its part in arousal; the weights add up to 1.
    """

    centre: float
    between: float
    within: float
    weight: float


_USUAL = {
    # Women 210 Hz, men 120 Hz, each +-2.5 semitones (Traunmueller & Eriksson 1995).
    "pitch": _Usual(centre=12 * math.log2(160.0), between=5.4, within=1.5, weight=0.3),
    "spread": _Usual(centre=4.0, between=1.5, within=1.5, weight=0.1),
    # The line decides the level: nearly nothing is known before the first utterance.
    "energy": _Usual(centre=-30.0, between=10.0, within=3.0, weight=0.3),
    # Long-term average speech spectrum, 300-1000 against 1000-3400 Hz (Byrne et al. 1994).
    "effort": _Usual(centre=-9.0, between=4.0, within=2.0, weight=0.2),
    # Nuclei of conversation as De Jong & Wempe 2009 count them.
    "rate": _Usual(centre=4.5, between=0.7, within=0.7, weight=0.1),
}
"""Anger, fear and joy raise all five, sadness and calm lower them; pitch and energy say most, then high-frequency
energy (Juslin & Laukka 2003; Goudbeek & Scherer 2010; all five are in eGeMAPS, Eyben et al. 2016). The weights follow
their order; where no source is named, the widths are judgement. None was fitted."""

_KEPT = 12
"""Utterances that make the baseline: enough for a median, few enough that a slow rise is not taken for usual."""

_WIDTH_PRIOR = 8.0
"""How many utterances the known width within a person counts as, against the caller's own."""

_LIMIT = 3.0
"""No single feature counts for more than this many standard deviations: it may be a mistake of measurement."""

_SATURATION = 1.5
"""Weighted deviation at which arousal is 0.76 (tanh 1)."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A speaker's usual voice, from their first utterances. A value: `with_utterance` gives the next one.

    Attributes:
        features: pitch (semitones), spread, energy, effort, rate of each utterance kept.
    """

    features: tuple[tuple[float, ...], ...] = ()

    @property
    def reliability(self) -> float:
        """How far to trust a judgement against it: 0.33 before the first utterance, 0.6 after two, towards 1."""
        return (len(self.features) + 1) / (len(self.features) + 3)

    def with_utterance(self, prosody: Prosody) -> Baseline:
        """The baseline after one more utterance; the same one once enough are kept."""
        if len(self.features) >= _KEPT:
            return self
        return Baseline((*self.features, _features(prosody)))

    def deviations(self, prosody: Prosody) -> dict[str, float]:
        """Standard deviations of each feature from this speaker's usual one, -3..3, by name."""
        heard: list[tuple[float, ...]] = list(zip(*self.features, strict=True)) or [()] * len(_USUAL)
        return {
            name: _deviation(value, before, usual)
            for (name, usual), value, before in zip(_USUAL.items(), _features(prosody), heard, strict=True)
        }


def arousal(prosody: Prosody, baseline: Baseline) -> float:
    """How aroused an utterance sounds for this speaker, -1 (subdued) .. 0 (as usual) .. 1 (agitated)."""
    return _aroused(baseline.deviations(prosody))


def _aroused(deviations: Mapping[str, float]) -> float:
    weighted = sum(_USUAL[name].weight * value for name, value in deviations.items())
    return round(math.tanh(weighted / _SATURATION), 4)


@dataclass(frozen=True, slots=True)
class VoiceReading:
    """What a voice says, against this speaker's usual one.

    Attributes:
        arousal: -1..1.
        reliability: of the baseline behind it, 0..1.
        pace, loudness: standard deviations of speaking rate and energy from their usual ones, -3..3.
    """

    arousal: float
    reliability: float
    pace: float = 0.0
    loudness: float = 0.0


class VoiceTrack:
    """One speaker's voice over a call: each utterance is judged against those before it, then joins them."""

    def __init__(self) -> None:
        self._baseline = Baseline()

    def hear(self, prosody: Prosody | None) -> VoiceReading | None:
        """Take an utterance. Without enough of a voice in it there is no judgement, and the baseline stays."""
        if prosody is None:
            return None
        before = self._baseline
        self._baseline = before.with_utterance(prosody)
        away = before.deviations(prosody)
        return VoiceReading(
            arousal=_aroused(away),
            reliability=round(before.reliability, 4),
            pace=round(away["rate"], 4),
            loudness=round(away["energy"], 4),
        )


def _features(prosody: Prosody) -> tuple[float, ...]:
    """In the order of `_USUAL`."""
    return (
        12 * math.log2(prosody.pitch_hz),
        prosody.pitch_spread_semitones,
        prosody.energy_db,
        prosody.effort_db,
        prosody.syllables_per_second,
    )


def _deviation(value: float, before: tuple[float, ...], usual: _Usual) -> float:
    """Deviation under a normal prior of the speaker's centre, with median and MAD in place of mean and width."""
    count = len(before)
    median = statistics.median(before) if before else usual.centre
    mad = 1.4826 * statistics.median(abs(item - median) for item in before) if before else 0.0
    within = (_WIDTH_PRIOR * usual.within**2 + count * mad**2) / (_WIDTH_PRIOR + count)
    precision = 1 / usual.between**2 + count / within
    centre = (usual.centre / usual.between**2 + count * median / within) / precision
    return max(-_LIMIT, min(_LIMIT, (value - centre) / math.sqrt(within + 1 / precision)))
