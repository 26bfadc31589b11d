"""Who works on pictures: this process, several others, or a cluster.

All three take tasks from the same kind of iterator and give the same outcomes. They neither list
pictures nor keep a journal: ``offcut.native.batch`` does that.
"""
