"""The decision, gates, leaderboard and findings in GitHub-flavoured Markdown, short enough for a comment."""

from reportgen.deliver.format_spec import FORMATS, Delivery, Format
from reportgen.deliver.markdown_summary import summarise


def write(delivery: Delivery) -> bytes:
    """Return the text in UTF-8, of less than 64 KB."""
    return summarise(delivery.bundle.record, title=delivery.presentation.title).encode()


FORMATS.register(Format("md", "verdict, gates and leaderboard in Markdown, for comments", "report.md", write))
