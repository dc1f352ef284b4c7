import pytest

from reportgen.cli.verify_command import show_verification
from reportgen.config.byte_sizes import SizeError, parse_size, size_words
from reportgen.config.run_config import RunConfig
from reportgen.errors import InputError


@pytest.mark.parametrize(
    ("text", "size_bytes"),
    [
        ("500", 500),
        ("8 GB", 8 * 10**9),
        ("1.5GiB", 3 * 2**29),
        ("20mb", 20_000_000),
        (" 1 tb ", 10**12),
        ("7k", 7000),
    ],
)
def test_sizes(text: str, size_bytes: int) -> None:
    assert parse_size(text) == size_bytes


@pytest.mark.parametrize(
    "text", ["", "big", "-1", "0", "0 GB", "1 PB", "1,5 GB", "9" * 400, "8 G B", "0.2", "1e6", "one"]
)
def test_no_sizes(text: str) -> None:
    with pytest.raises(SizeError, match="give a size"):
        parse_size(text)
    with pytest.raises(InputError, match="--max-size is"):
        RunConfig(max_size=text)


@pytest.mark.parametrize(("size_bytes", "text"), [(8 * 10**9, "8 GB"), (1500, "1.5 KB"), (10, "10 bytes")])
def test_in_words(size_bytes: int, text: str) -> None:
    assert size_words(size_bytes) == text


@pytest.mark.parametrize(
    "output", ["s3://bucket/out", "gs://b", "az://c/d", "https://example.org/x", "s3:/b"]
)
def test_reports_are_written_to_folders(output: str) -> None:
    with pytest.raises(InputError, match=f"--output is `{output}`: reports are written to a folder"):
        RunConfig(output=output)


def test_verify_says_it_of_its_own_option() -> None:
    with pytest.raises(InputError, match="--max-size is `a lot`: give a size"):
        show_verification([], "a lot", links=False)
