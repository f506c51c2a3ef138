"""Reducer: adds up the numbers of each key. It may be given its own output again, in any grouping: adding is associative."""

import sys
from itertools import groupby


def pairs(lines):
    for line in lines:
        key, _, number = line.rstrip('\n').rpartition('\t')
        yield key, int(number)


# Bytes in, bytes out, whatever the locale of the machine is.
source = open(sys.stdin.fileno(), encoding='latin-1', newline='\n')
target = open(sys.stdout.fileno(), 'w', encoding='latin-1', newline='\n')
for key, group in groupby(pairs(source), key=lambda pair: pair[0]):
    target.write('%s\t%d\n' % (key, sum(number for _, number in group)))
target.flush()
