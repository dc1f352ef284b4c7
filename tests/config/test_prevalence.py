"""How frequent a class is: what is read, and what is refused."""

import pytest

from reportgen.config import OptionError, RunConfig
from reportgen.config.prevalence import PrevalenceError, parse_prevalence, positive_share

CLASSES = ("ok", "fraud")


@pytest.mark.parametrize(
    ("text", "name", "share"),
    [("0.01", None, 0.01), ("1 %", None, 0.01), (" fraud = .5%", "fraud", 0.005), ("a=b=0.2", "a=b", 0.2)],
)
def test_what_is_read(text: str, name: str | None, share: float) -> None:
    assert parse_prevalence(text) == (name, pytest.approx(share))


@pytest.mark.parametrize("text", ["", "0", "1", "100 %", "-0.1", "fraud", "=0.1", "fraud=", "0.1x", "nan"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(OptionError, match=r"--prevalence is .*: give a share between 0 and 1"):
        RunConfig(prevalence=text)


def test_either_class_may_be_named() -> None:
    assert positive_share("0.1", CLASSES) == positive_share("fraud=0.1", CLASSES) == 0.1
    assert positive_share("ok=0.9", CLASSES) == pytest.approx(0.1)
    with pytest.raises(PrevalenceError, match=r"there is no class `frau`\. Did you mean `fraud`"):
        positive_share("frau=0.1", CLASSES)
    with pytest.raises(PrevalenceError, match="about two classes, and here there are 3"):
        positive_share("0.1", ("a", "b", "c"))
