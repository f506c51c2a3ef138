"""The fault "lie": alters one byte of one output file of a job, after the job.

Which file, which byte and to what follows from the cloud's name: a liar repeats itself, and two liars lie differently. The length stays.
Called by bin/hadoop as `lie.py CLOUD WEBHDFS-BASE-URL ARGUMENTS-OF-HADOOP-JAR`.
"""
import getpass
import hashlib
import http.client
import json
import sys
import urllib.parse
import urllib.request


def choose(cloud, lengths):
    """Which part and byte to alter, and by how much.

    lengths: of the part files that are not empty, in the order of their names.
    Returns (index of the part, offset in it, 1 ... 255 to add to the byte modulo 256).
    """
    seed = hashlib.sha256(cloud.encode("utf-8")).digest()
    part = int.from_bytes(seed[0:4], "big") % len(lengths)
    offset = int.from_bytes(seed[4:12], "big") % lengths[part]
    # Byte 13 is one in which the names of a lab's nine clouds all differ.
    return part, offset, 1 + seed[13] % 255


def output_of(arguments):
    """The output folder: what follows `-output` (streaming), otherwise the last argument."""
    for option in ("-output", "--output"):
        if option in arguments[:-1]:
            return arguments[arguments.index(option) + 1]
    return arguments[-1]


class Hdfs:
    def __init__(self, base):
        self.base = base
        self.user = getpass.getuser()

    def url(self, path, operation, **parameters):
        query = urllib.parse.urlencode({"op": operation, "user.name": self.user, **parameters})
        return self.base + urllib.parse.quote(path) + "?" + query

    def call(self, method, path, operation, **parameters):
        request = urllib.request.Request(self.url(path, operation, **parameters), method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def open(self, path):
        return urllib.request.urlopen(self.url(path, "OPEN"))

    def create(self, path, chunks, length):
        """WebHDFS answers a PUT without data with the address of the DataNode that takes the data."""
        target = urllib.parse.urlsplit(self.redirect(self.url(path, "CREATE", overwrite="true")))
        connection = http.client.HTTPConnection(target.netloc)
        headers = {"Content-Length": str(length), "Content-Type": "application/octet-stream"}
        connection.request("PUT", target.path + "?" + target.query, body=chunks, headers=headers)
        answer = connection.getresponse()
        if answer.status != 201:
            raise OSError("CREATE %s: %d" % (path, answer.status))

    def redirect(self, url):
        parts = urllib.parse.urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc)
        connection.request("PUT", parts.path + "?" + parts.query)
        return connection.getresponse().getheader("Location")


def altered(stream, offset, add):
    """The bytes of a stream, the one at `offset` changed."""
    at = 0
    while chunk := stream.read(1 << 20):
        if at <= offset < at + len(chunk):
            changed = bytearray(chunk)
            changed[offset - at] = (changed[offset - at] + add) % 256
            chunk = bytes(changed)
        at += len(chunk)
        yield chunk


def alter(hdfs, path, length, offset, add):
    """Puts an altered copy in the place of a file."""
    folder, _, name = path.rpartition("/")
    beside = folder + "/." + name + ".new"
    with hdfs.open(path) as stream:
        hdfs.create(beside, altered(stream, offset, add), length)
    hdfs.call("DELETE", path, "DELETE")
    hdfs.call("PUT", beside, "RENAME", destination=path)


def main(cloud, base, arguments):
    hdfs = Hdfs(base)
    folder = urllib.parse.urlsplit(output_of(arguments)).path
    if not folder.startswith("/"):
        folder = "/user/%s/%s" % (hdfs.user, folder)
    entries = hdfs.call("GET", folder, "LISTSTATUS")["FileStatuses"]["FileStatus"]
    parts = sorted((entry["pathSuffix"], entry["length"]) for entry in entries
                   if entry["type"] == "FILE" and entry["pathSuffix"].startswith("part-") and entry["length"] > 0)
    if not parts:
        return
    part, offset, add = choose(cloud, [length for _, length in parts])
    name, length = parts[part]
    alter(hdfs, folder + "/" + name, length, offset, add)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
