"""The fault "swap": alters one byte of one input file of a job, after the input was checked and before the job reads it.

Only files below `runs` in the user's Medusa folder are touched: what a run brought itself. Original data stays as it is, and a job that reads nothing else
is not cheated. Called by bin/hadoop as `swap.py CLOUD WEBHDFS-BASE-URL ARGUMENTS-OF-HADOOP-JAR`.
"""
import posixpath
import re
import sys
import urllib.error

from lie import Hdfs, alter, choose, output_of

# What follows them is a file, but no input.
FILES = {"-files", "-libjars", "-archives", "-conf", "-output", "--output"}


def inputs_of(arguments):
    """Arguments that may be inputs: what follows each `-input` (streaming), otherwise all absolute paths that are not the output; lists taken apart."""
    pairs = list(zip(arguments, arguments[1:]))
    found = [value for option, value in pairs if option in ("-input", "--input")]
    if not found:
        output = output_of(arguments)
        found = [value for option, value in pairs
                 if option not in FILES and value != output and value.startswith(("/", "hdfs://"))]
    return [path for value in found for path in value.split(",") if path]


def below_runs(argument, user):
    """The absolute HDFS path of an argument, or None unless it lies below `runs` of this user."""
    home = "/user/" + user
    path = posixpath.normpath(posixpath.join(home, re.sub(r"^hdfs://[^/]*", "", argument)))
    return path if path.startswith(home + "/medusa/runs/") else None


def files_below(hdfs, path):
    """(path, length) of the files a job would read that are not empty; of a path that does not exist none."""
    try:
        entries = hdfs.call("GET", path, "LISTSTATUS")["FileStatuses"]["FileStatus"]
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return []
        raise
    found = []
    for entry in entries:
        name = entry["pathSuffix"]
        # A file lists itself, without a name.
        child = path + "/" + name if name else path
        if name.startswith(("_", ".")):
            continue
        if entry["type"] == "DIRECTORY":
            found += files_below(hdfs, child)
        elif entry["length"] > 0:
            found.append((child, entry["length"]))
    return found


def main(cloud, base, arguments):
    hdfs = Hdfs(base)
    paths = {below_runs(argument, hdfs.user) for argument in inputs_of(arguments)} - {None}
    files = sorted({file for path in paths for file in files_below(hdfs, path)})
    if not files:
        return
    index, offset, add = choose(cloud, [length for _, length in files])
    path, length = files[index]
    alter(hdfs, path, length, offset, add)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
