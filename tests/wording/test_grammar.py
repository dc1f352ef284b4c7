"""Grammar of generated sentences."""

from reportgen.wording.grammar import counted, in_letters, label, listed, name


def test_counted() -> None:
    assert counted(1, "error") == "1 error"
    assert counted(1200, "class") == "1,200 classes"


def test_in_letters() -> None:
    assert in_letters(3) == "three"
    assert in_letters(14) == "14"


def test_listed() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_a_label_keeps_the_full_name_where_it_was_cut() -> None:
    assert label("SVC").full == ""
    cut = label("a name that is far too long for a table")
    assert cut.full == "a name that is far too long for a table"
    assert len(cut.short) < len(cut.full)


def test_names_of_the_other_direction_are_isolated_in_sentences() -> None:
    assert name("SVC") == "SVC"
    isolated = name("שלום\u2069")
    assert isolated.startswith("\u2068")
    assert isolated.endswith("\u2069")
    assert isolated.count("\u2069") == 1
