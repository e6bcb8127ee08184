"""What the turns before add: nothing without them, most for short answers."""

import numpy as np

from phrasebank.context import Earlier, context_inputs, fit_context

SIZES = (3, 2)


def test_inputs_fade_with_the_length_of_the_turn() -> None:
    """The first half says what was read before; the second half the same, weaker for longer turns."""
    earlier = Earlier(customer=(0.7, 0.2, 0.1), agent=(0.5, 0.5))
    short, long = context_inputs(earlier, 1, SIZES), context_inputs(earlier, 30, SIZES)
    assert short.shape == (2 * (sum(SIZES) + 2),)
    np.testing.assert_allclose(short[:7], [1, 0.7, 0.2, 0.1, 1, 0.5, 0.5])
    np.testing.assert_allclose(short[:7], long[:7])
    assert short[7] > 0.7
    assert long[7] < 0.01


def test_a_missing_turn_is_no_turn() -> None:
    """Its presence and its probabilities are 0."""
    assert not context_inputs(Earlier(), 3, SIZES).any()
    assert not context_inputs(Earlier(agent=(1.0, 0.0)), 3, SIZES)[:4].any()
    assert not Earlier()
    assert Earlier(agent=(1.0, 0.0))


def test_fitting_learns_what_the_words_alone_cannot_tell() -> None:
    """Two emotions, told apart by the turn before only; a heavy penalty holds the weights at nothing."""
    random = np.random.default_rng(0)
    felt = random.integers(0, 2, size=200)
    inputs = np.stack([felt, random.random(200)], axis=1).astype(np.float32)
    logits = np.zeros((200, 3), dtype=np.float32)
    emotions = np.eye(2, dtype=np.float32)[felt]
    needs = felt[:, None].astype(np.float32)
    weights = fit_context(inputs, logits, emotions, needs, penalty=0.1)
    shifted = inputs @ weights
    assert ((shifted[:, 1] > shifted[:, 0]) == (felt == 1)).all()
    assert abs(fit_context(inputs, logits, emotions, needs, penalty=1e6)).max() < 0.01
