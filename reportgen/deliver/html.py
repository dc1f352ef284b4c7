"""The report as one HTML file that asks for nothing outside itself."""

from reportgen.deliver.format_spec import FORMATS, Delivery, Format


def write(delivery: Delivery) -> bytes:
    """Return the page in UTF-8."""
    from reportgen.rendering.report import render_report

    return render_report(delivery.bundle, delivery.plots, delivery.presentation).encode()


FORMATS.register(Format("html", "one self-contained page for screen and print", "report.html", write))
