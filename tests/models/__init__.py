"""Models that tests run on."""

from pathlib import Path

WHISPER_MICRO = Path(__file__).parent / "whisper_micro"
"""A small real Whisper model in CTranslate2's form; see its README."""
