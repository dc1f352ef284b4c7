"""Words that tell most of the class come first; where none does, the text begins as it does."""

import numpy as np
import pytest

from reportgen.scoring.errors.telling_words import TellingWords

TEXTS = [f"the film was {'Good' if n % 2 else 'bad'} and long" for n in range(40)]
CODES = np.arange(40) % 2


def test_the_most_telling_word_comes_first() -> None:
    found = TellingWords(TEXTS, CODES)
    assert found.of("It was good, the end").split(", ")[0] == "good"
    assert found.weight("film") == pytest.approx(0) and found.weight("unheard") == 0


def test_the_weight_is_the_log_odds_ratio_beyond_chance() -> None:
    found = TellingWords(["a"] * 9 + ["b"] + ["a"] + ["b"] * 9, np.repeat([0, 1], 10))
    error = np.sqrt(1 / 9.5 + 1 / 1.5 + 1 / 1.5 + 1 / 9.5)
    assert found.weight("a") == pytest.approx(np.log(9.5 / 1.5) - np.log(1.5 / 9.5) - 2 * error)


def test_without_any_the_first_words_are_shown() -> None:
    assert (
        TellingWords([], np.array([], dtype=np.int64)).of("one two three four five six seven")
        == "one two three four five six"
    )
