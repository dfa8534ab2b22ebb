"""How right the reader is: corpora and readings come in, figures go out.

One module a corpus or question; `scores` and `coreference` are the measures that they share. Figures here are of development
parts unless their caller knows better. Nothing here trains, prints or changes a reading.
"""
