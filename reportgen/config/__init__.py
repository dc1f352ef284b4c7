"""What a run was asked for: by flags, by a file, or through the Python interface, as one frozen RunConfig."""

from reportgen.config.file import ConfigFile, read_config
from reportgen.config.merge import configure, load_config
from reportgen.config.params import ParamValue, parse_param, parse_value
from reportgen.config.rules import BEST_F1, Rule, parse_rule
from reportgen.config.run import OptionError, RunConfig, as_record, parse_augment, parse_limit

__all__ = [
    "BEST_F1",
    "ConfigFile",
    "OptionError",
    "ParamValue",
    "Rule",
    "RunConfig",
    "as_record",
    "configure",
    "load_config",
    "parse_augment",
    "parse_limit",
    "parse_param",
    "parse_rule",
    "parse_value",
    "read_config",
]
