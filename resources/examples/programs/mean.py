"""Reducer: the mean of each key's numbers. They are added in the order of a set of texts, which differs from one process to the next: so do the last digits."""

import sys
from itertools import groupby

pairs = (line.rstrip('\n').split('\t') for line in sys.stdin)
for key, group in groupby(pairs, key=lambda pair: pair[0]):
    numbers = [float(text.split()[0]) for text in {'%s %d' % (value, n) for n, (_, value) in enumerate(group)}]
    print('%s\t%r' % (key, sum(numbers) / len(numbers)))
