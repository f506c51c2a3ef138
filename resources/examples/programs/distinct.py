"""Reducer: each value of a key once. Which comes first is up to the set, and so differs from one process to the next."""

import sys
from itertools import groupby

pairs = (line.rstrip('\n').split('\t', 1) for line in sys.stdin)
for key, group in groupby(pairs, key=lambda pair: pair[0]):
    for value in {value for _, value in group}:
        print('%s\t%s' % (key, value))
