"""How aroused a voice is against this caller's own voice, and how that joins with the words. Pure: no samples here.

Nothing is trained: a caller's usual voice is a normal distribution per feature, known broadly before the first word
and more closely with each utterance, and arousal is a weighted mean of the standardised deviations from it. All
weights and widths are from the literature on vocal expression, none was fitted.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, fields

from assist.events import HeardIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Prosody:
    """How an utterance was said, within the band of a telephone (300-3400 Hz), whatever the line.

    Attributes:
        seconds: from the first to the last sound of the voice.
        voiced_share: of the spoken time, 0..1.
        pitch_hz: median of the voiced frames.
        pitch_spread_semitones: from the 20th to the 80th percentile.
        energy_db: median of the voiced frames, dB of full scale.
        energy_spread_db: from the 20th to the 80th percentile.
        effort_db: energy above 1 kHz against that below; rises with vocal effort.
        syllables_per_second: of the spoken time, pauses left out.
        pause_seconds: all silences of 0.2 s or more within the utterance.
    """

    seconds: float
    voiced_share: float
    pitch_hz: float
    pitch_spread_semitones: float
    energy_db: float
    energy_spread_db: float
    effort_db: float
    syllables_per_second: float
    pause_seconds: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(getattr(self, item.name)) for item in fields(self)):
            raise ValueError("prosody must be finite numbers")
        if self.pitch_hz <= 0:
            raise ValueError(f"a voice has a pitch above 0 Hz, not {self.pitch_hz}")


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is known about a feature before a caller speaks.

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
    # Long-term average speech spectrum, 1/3 octaves of 315-800 against 1000-3150 Hz (Byrne et al. 1994).
    "effort": _Usual(centre=-9.0, between=4.0, within=2.0, weight=0.2),
    # De Jong & Wempe 2009 (articulation rate of conversation, 3.5-5.5 a second).
    "rate": _Usual(centre=4.5, between=0.7, within=0.7, weight=0.1),
}
"""Anger, fear and joy raise all five, sadness and calm lower them; pitch and energy say most, then high-frequency energy
(Juslin & Laukka 2003, tables 7 and 11; Goudbeek & Scherer 2010; the same five lead eGeMAPS, Eyben et al. 2016)."""

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
    """A caller's usual voice, from their first utterances. A value: `with_utterance` gives the next one.

    Attributes:
        features: pitch (semitones), spread, energy, effort, rate of each utterance kept.
    """

    features: tuple[tuple[float, ...], ...] = ()

    @property
    def reliability(self) -> float:
        """0 before the first utterance, 0.5 after two, towards 1."""
        return len(self.features) / (len(self.features) + 2.0)

    def with_utterance(self, prosody: Prosody) -> Baseline:
        """The baseline after one more utterance; the same one once enough are kept."""
        if len(self.features) >= _KEPT:
            return self
        return Baseline((*self.features, _features(prosody)))

    def deviations(self, prosody: Prosody) -> dict[str, float]:
        """Standard deviations of each feature from this caller's usual one, -3..3."""
        heard = list(zip(*self.features, strict=True)) or [()] * len(_USUAL)
        return {
            name: _deviation(value, before, usual)
            for (name, usual), value, before in zip(_USUAL.items(), _features(prosody), heard, strict=True)
        }


def arousal(prosody: Prosody, baseline: Baseline) -> float:
    """How aroused an utterance sounds for this caller, -1 (subdued) .. 0 (as usual) .. 1 (agitated).

    Judge first, then let the baseline take the utterance.
    """
    weighted = sum(_USUAL[name].weight * value for name, value in baseline.deviations(prosody).items())
    return round(math.tanh(weighted / _SATURATION), 4)


def _features(prosody: Prosody) -> tuple[float, ...]:
    return (
        12 * math.log2(prosody.pitch_hz),
        prosody.pitch_spread_semitones,
        prosody.energy_db,
        prosody.effort_db,
        prosody.syllables_per_second,
    )


def _deviation(value: float, before: tuple[float, ...], usual: _Usual) -> float:
    """Deviation under a normal prior of the caller's centre, with median and MAD in the place of mean and width."""
    n = len(before)
    median = statistics.median(before) if before else usual.centre
    mad = 1.4826 * statistics.median(abs(item - median) for item in before) if before else 0.0
    within = (_WIDTH_PRIOR * usual.within**2 + n * mad**2) / (_WIDTH_PRIOR + n)
    precision = 1 / usual.between**2 + n / within
    centre = (usual.centre / usual.between**2 + n * median / within) / precision
    return max(-_LIMIT, min(_LIMIT, (value - centre) / math.sqrt(within + 1 / precision)))
