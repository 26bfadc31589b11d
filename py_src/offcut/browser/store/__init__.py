"""The model store: parts of models in Cache Storage, verified."""
