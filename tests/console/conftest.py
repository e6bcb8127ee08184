"""What tests of the console's tasks share."""

from __future__ import annotations

from tests.console.sample import made_sample, sample_folder

__all__ = ["made_sample", "sample_folder"]
