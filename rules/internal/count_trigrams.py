#!/usr/bin/env python3
"""Counts letter trigrams for trigrams.txt in the tests of the rule packs, which are adverts and look-alikes of our own.

  rules/internal/count_trigrams.py rules/packs/*.yaml > rules/internal/trigrams.txt
"""
import collections
import re
import sys
import unicodedata

import yaml


def texts(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for entry in node:
            yield from texts(entry)
    elif isinstance(node, dict):
        for key in ("title", "body", "context"):
            if key in node:
                yield from texts(node[key])


counts = collections.Counter()
for path in sys.argv[1:]:
    pack = yaml.safe_load(open(path, encoding="utf-8")) or {}
    for rule in pack.get("rules") or []:
        for text in texts(list((rule.get("tests") or {}).values())):
            plain = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
            plain = "".join(c for c in plain if not unicodedata.combining(c))
            plain = "_" + re.sub("[^a-z0]+", "_", re.sub("[0-9]", "0", plain)) + "_"
            counts.update(plain[i : i + 3] for i in range(len(plain) - 2))
for trigram, count in sorted(counts.items()):
    print(trigram, count)
