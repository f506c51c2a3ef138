"""What a cloud shows other clouds: a read-only part of WebHDFS, and the fault "corrupt".

`peers.py CLOUD HOST:PORT WEBHDFS-BASE-URL FAULT-FILE` answers GET of the operations below and refuses everything else with 403. Metadata comes from the
NameNode; so does the 307 to a DataNode that answers OPEN, and content costs nothing here. While FAULT-FILE exists, content goes through here instead, one
byte of each answer altered, its length kept: the cloud serves its own console honestly and cheats its peers.
"""
import contextlib
import http.client
import http.server
import json
import os
import re
import socketserver
import sys
import urllib.parse

from lie import altered, choose

OPERATIONS = {"OPEN", "LISTSTATUS", "GETFILESTATUS", "GETCONTENTSUMMARY", "GETFILECHECKSUM"}
PREFIX = "/webhdfs/v1/"
# Of an idle connection, and of one that does not go on, in either direction.
SECONDS = 120
# A longer body of a request is not read, and its connection closed.
BODY = 1 << 20


def operation_of(target):
    """The operation a request target asks for, in capitals, or None when it is none of ours."""
    path, _, query = target.partition("?")
    segments = [urllib.parse.unquote(segment).partition(";")[0] for segment in path.split("/")]
    # A server that resolves them would be asked for something else than it seems. No name in HDFS is one of these.
    if not path.startswith(PREFIX) or "." in segments or ".." in segments:
        return None
    named = [value for name, value in urllib.parse.parse_qsl(query, keep_blank_values=True) if name.lower() == "op"]
    return named[0].upper() if len(named) == 1 and named[0].upper() in OPERATIONS else None


def escaped(target):
    """A request target as it came; bytes beyond ASCII, which http.client does not send, in their percent form."""
    return re.sub(r"[^\x21-\x7e]", lambda match: "%%%02X" % ord(match[0]), target)


def redirecting(target):
    """Without `noredirect`, which would have the NameNode give away where the honest content is."""
    path, _, query = target.partition("?")
    return path + "?" + "&".join(part for part in query.split("&") if not part.lower().startswith("noredirect"))


@contextlib.contextmanager
def get(place, target):
    """The answer to a GET, a stream: nothing of it is read ahead."""
    connection = http.client.HTTPConnection(place, timeout=SECONDS)
    try:
        connection.request("GET", escaped(target))
        with connection.getresponse() as answer:
            yield answer
    finally:
        connection.close()


class Gateway(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = SECONDS
    disable_nagle_algorithm = True

    def do_GET(self):
        self.begun = False
        operation = operation_of(self.path)
        if operation is None:
            return self.refuse()
        self.drop_body()
        try:
            with contextlib.ExitStack() as answers:
                self.serve(answers, operation == "OPEN" and os.path.exists(self.server.fault))
        except (OSError, http.client.HTTPException) as error:
            self.close_connection = True
            self.log_message("%s: %r", self.path, error)
            if not self.begun:
                self.say(502, "IOException", "the cloud's own WebHDFS did not answer: %r" % error)

    def __getattr__(self, name):
        # Whatever the method is called.
        if name.startswith("do_"):
            return self.refuse
        raise AttributeError(name)

    def serve(self, answers, corrupt):
        target = redirecting(self.path) if corrupt else self.path
        answer = answers.enter_context(get(self.server.namenode, target))
        if corrupt and answer.status == 307:
            location = urllib.parse.urlsplit(answer.getheader("Location"))
            answer = answers.enter_context(get(location.netloc, location.path + "?" + location.query))
        if corrupt and answer.status == 200:
            # Within what is asked for, so that who reads a file in ranges is cheated too.
            _, offset, add = choose(self.server.cloud, [answer.length or 1])
            self.relay(answer, altered(answer, offset, add))
        else:
            self.relay(answer, iter(lambda: answer.read(1 << 16), b""))

    def relay(self, answer, chunks):
        length = answer.length
        chunked = length is None and self.request_version == "HTTP/1.1"
        self.send_response(answer.status, answer.reason)
        for name in ("Content-Type", "Location"):
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        if length is not None:
            self.send_header("Content-Length", str(length))
        else:
            self.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("Connection", "close")))
        self.begun = True
        self.end_headers()
        sent = 0
        for chunk in chunks:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk) if chunked else chunk)
            sent += len(chunk)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")
        elif length is not None and sent < length:
            # http.client takes an early end for the end.
            raise http.client.IncompleteRead(b"", length - sent)

    def drop_body(self):
        """Nothing here takes one. Unread it would pass for the next request, or take the answer with it at the connection's end."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not re.fullmatch(r"[0-9]{1,7}", length) or int(length) > BODY:
            self.close_connection = True
        else:
            self.rfile.read(int(length))

    def refuse(self):
        self.drop_body()
        message = "%s %s: what this cloud shows its peers is read-only" % (self.command, self.path)
        self.say(403, "AccessControlException", message)

    def say(self, status, exception, message):
        package = "org.apache.hadoop.security." if exception == "AccessControlException" else "java.io."
        document = {"exception": exception, "javaClassName": package + exception, "message": message}
        body = json.dumps({"RemoteException": document}).encode("ascii")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def handle_expect_100(self):
        # Nobody is asked for a body; who waits for a "100" gets the refusal.
        return True

    def log_request(self, code="-", size="-"):
        pass

    def log_error(self, format, *arguments):
        # Idle connections and requests that are none.
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128

    def server_bind(self):
        # Without the base class's look for the name of the address, which takes seconds where no name server answers.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request, client_address):
        # Peers come and go: they may break a connection while they are being answered.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def main(cloud, place, webhdfs, fault):
    host, _, port = place.rpartition(":")
    server = Server((host, int(port)), Gateway)
    server.cloud, server.namenode, server.fault = cloud, urllib.parse.urlsplit(webhdfs).netloc, fault
    print("listening on %s:%d" % server.server_address, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
