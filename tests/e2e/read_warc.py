"""A reader of WARC 1.1 files (ISO 28500) that shares nothing with ours: read_warc.py FILE... prints "TYPE COUNT" lines.

Each record must be a gzip member of its own, have its mandatory fields, and match its digests.
"""
import base64
import collections
import gzip
import hashlib
import io
import sys
import zlib


def members(data):
    while data:
        inflate = zlib.decompressobj(31)
        yield inflate.decompress(data) + inflate.flush()
        assert inflate.eof, "the last member is torn"
        data = inflate.unused_data


def digest(data):
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def payload(block):
    head, _, body = block.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" not in head.lower():
        return body
    out, at = b"", io.BytesIO(body)
    while size := int(at.readline().split(b";")[0], 16):
        out += at.read(size)
        at.readline()
    return out


counts = collections.Counter()
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        data = file.read()
    assert gzip.decompress(data).startswith(b"WARC/1.1\r\n")
    for number, record in enumerate(members(data)):
        head, _, rest = record.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        assert lines[0] == "WARC/1.1", lines[0]
        fields = {key.lower(): value.strip() for key, value in (line.split(":", 1) for line in lines[1:])}
        block = rest[: int(fields["content-length"])]
        assert rest[len(block):] == b"\r\n\r\n", "a record ends with two empty lines"
        assert fields["warc-record-id"].startswith("<urn:uuid:") and fields["warc-date"].endswith("Z")
        assert digest(block) == fields["warc-block-digest"].rstrip("="), fields
        kind = fields["warc-type"]
        assert (kind == "warcinfo") == (number == 0), "a file begins with its warcinfo"
        if kind == "response" and "warc-payload-digest" in fields:
            assert digest(payload(block)) == fields["warc-payload-digest"].rstrip("="), fields
        counts[kind] += 1
for kind, count in sorted(counts.items()):
    print(kind, count)
