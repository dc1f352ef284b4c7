"""Names that are not UTF-8 are kept as far as JSON can hold them; everything else is as msgspec writes it."""

from typing import Any

import msgspec

from reportgen.bundle.record_json import as_json
from reportgen.bundle.schema import BundleRecord
from reportgen.bundle.store import decode, encode
from tests.bundles import make_bundle


def test_a_record_of_text_is_as_msgspec_writes_it() -> None:
    record = make_bundle(n_train=60, n_test=30).record
    assert as_json(record) == msgspec.json.encode(record)


def test_bytes_that_are_no_text_are_replaced_and_nothing_else_is() -> None:
    record = make_bundle(n_train=60, n_test=30).record
    odd = {"title": "Gr\udcf6\udcdfe", "tags": ["a\udce9", 1.5, None, "𝄞é"], "k\udce9": True}
    stored = decode(encode(_with_config(record, odd)), "x")
    assert stored == _with_config(record, {"title": "Gr��e", "tags": ["a�", 1.5, None, "𝄞é"], "k�": True})


def _with_config(record: BundleRecord, config: dict[str, Any]) -> BundleRecord:
    run = msgspec.structs.replace(record.run, config=config)
    return msgspec.structs.replace(record, run=run)
