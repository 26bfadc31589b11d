"""The models, made from the weights that the build fetched: surgery, quantisation, parts, manifest.

Runs in the build's private environment (numpy, onnx).
"""
