"""What Python says to the page and to the inference worker, and what it hears from them.

Here stands what is said; ``wire`` makes JavaScript of it. The other ends' types are
web/engine/messages.d.ts and web/workers/inference-messages.d.ts, and a test compares them with
these classes. In each of them ``kind`` says what it is, and a field with a default may be missing.
"""
