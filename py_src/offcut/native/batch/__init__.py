"""Many pictures, without an engine: which there are, where results go, what is done already.

    list -> names -> shard -> what the journal doesn't know yet -> a worker -> the journal

Nothing in here knows how pictures are worked on; ``offcut.native.workers`` does.
"""
