import pytest

from reportgen.datasets.tabular.arff_header import nominal_values


@pytest.mark.parametrize(
    ("line", "name", "values"),
    [
        ("@attribute class { >50K, <=50K }", "class", (">50K", "<=50K")),
        ("@ATTRIBUTE\tc\t{b,'a c'} % a comment", "c", ("b", "a c")),
        ("  @Attribute 'a b' {'x, y', z, \"it's\", 'it\\'s'}", "a b", ("x, y", "z", "it's", "it's")),
        ('@attribute "d q" {a b, ?}', "d q", ("a b", "?")),
        ("@attribute family{ GB , -}", "family", ("GB", "-")),
        ("@attribute größe {groß}", "größe", ("groß",)),
        ("@attribute none { }", "none", ()),
    ],
)
def test_declarations(line: str, name: str, values: tuple[str, ...]) -> None:
    assert nominal_values([line.encode()]) == {name: values}


def test_only_nominal_attributes_of_the_header() -> None:
    header = ["% @attribute x {a}", "@relation r", "@attribute y real", "@data", "@attribute z {a}"]
    assert nominal_values([line.encode() for line in header]) == {}
