"""The small data sets that come with scikit-learn: digits, iris, wine and breast_cancer."""

from dataclasses import dataclass

import numpy as np

from reportgen.datasets.dataset import SOURCES, DataRequest, Dataset, Source
from reportgen.datasets.fingerprint import fingerprint_arrays
from reportgen.progress import Progress


@dataclass(frozen=True)
class _Bundled:
    """What is to be said of a bundled data set; its loader is scikit-learn's `load_<id>`."""

    title: str
    noun: str
    order: int


_BUNDLED = {
    "digits": _Bundled("handwritten digits, 1,797 images of 8 by 8 pixels, from scikit-learn", "image", 0),
    "iris": _Bundled(
        "three species of iris, 150 flowers with 4 measurements, from scikit-learn", "flower", 1
    ),
    "wine": _Bundled("three wines, 178 samples with 13 measurements, from scikit-learn", "wine", 2),
    "breast_cancer": _Bundled(
        "malignant and benign tumours, 569 with 30 measurements, from scikit-learn", "tumour", 3
    ),
}


def load_bundled(request: DataRequest, _progress: Progress) -> Dataset:
    """Load the bundled data set that the request names; its classes carry the names the data gives them."""
    from sklearn import datasets

    name = request.dataset
    bunch = getattr(datasets, f"load_{name}")()
    is_image = name == "digits"
    features = bunch.data.astype(np.uint8) if is_image else bunch.data
    target = bunch.target if is_image else bunch.target_names[bunch.target].astype(object)
    feature_names = () if is_image else tuple(str(feature) for feature in bunch.feature_names)
    return Dataset(
        name=name,
        source=f"scikit-learn's load_{name}",
        kind="image" if is_image else "array",
        features=features,
        target=target,
        fingerprint=fingerprint_arrays({"features": features, "target": target}, feature_names),
        sample_ids=np.arange(len(target), dtype=np.int64),
        image_shape=(8, 8) if is_image else None,
        pixel_range=(0.0, 16.0) if is_image else None,
        ink_is_high=is_image,
        feature_names=feature_names,
        noun=_BUNDLED[name].noun,
    )


for _id, _bundled in _BUNDLED.items():
    SOURCES.register(Source(_id, _bundled.title, load_bundled, order=_bundled.order))
