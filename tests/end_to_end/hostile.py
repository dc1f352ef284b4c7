"""A table whose names do their worst."""

from pathlib import Path

import numpy as np
import pandas as pd

CLASSES = (
    "<script>document.title='taken'</script>",
    "{{ 7 * 7 }} {% raw %}",
    "$x_1^2$ and _under_",
    "\"quoted\" 'twice' & <b>bold</b>",
    "שלום עולם",
    "手書き数字の分類",
    "🦊 emoji 🇩🇪",
    "n" * 300,
    "</style><style>body{display:none}",
)


def write_table(folder: Path, rows: int = 270) -> Path:
    """Write a CSV with these class names, and column names and categories of the same kind."""
    random = np.random.default_rng(0)
    code = np.arange(rows) % len(CLASSES)
    table = pd.DataFrame(
        {
            "<img src=x onerror=alert(1)>": code + random.normal(size=rows) / 2,
            "{{ config }}": random.normal(size=rows),
            "$\\alpha$_col": random.choice(["a_b", "$c$", "<i>d</i>"], rows),
            "answer": [CLASSES[i] for i in code],
        }
    )
    file = folder / "evil {{name}} <b>.csv"
    table.to_csv(file, index=False)
    return file
