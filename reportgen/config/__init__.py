"""What a run was asked for: by flags, by a file, or through the Python interface, as one frozen RunConfig."""

from reportgen.config.config_file import ConfigFile, read_config
from reportgen.config.cost_rules import Costs
from reportgen.config.merge import configure, load_config
from reportgen.config.model_params import ParamValue, parse_param, parse_value
from reportgen.config.option_errors import OptionError
from reportgen.config.run_config import RunConfig, as_record, parse_augment, parse_limit
from reportgen.config.threshold_rules import BEST_F1, ThresholdRule, parse_rule

__all__ = [
    "BEST_F1",
    "ConfigFile",
    "Costs",
    "OptionError",
    "ParamValue",
    "RunConfig",
    "ThresholdRule",
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
