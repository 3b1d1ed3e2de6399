#!/usr/bin/env python3
"""Every message that tells a user what to mend has its Vietnamese in alerts/problem_text.cc.

Reads the sources as xgettext does: the arguments of what throws, with {} for all that is no literal. Usage: messages_test.py ROOT
"""
import pathlib
import re
import sys

CALLS = re.compile(r"\b(InputError|ApiError|InputProblem|Refuse|RefuseQuestion|Complain|complain|ErrorAnswer|problems\.push_back)\s*[({]")
CANNOT_RUN = re.compile(r"\bCannotRun\s*\(")  # of people's own doing where a dossier is built; elsewhere of the machine's
# Settings that are read and mended in English, as their keys are; lists of what was found, which are no errors.
LEFT_OUT = {"cli/notify_config.cc", "cli/audit_check.cc", "cli/evidence_check.cc", "alerts/api/http_server.h"}
OPEN, CLOSE = "({[", ")}]"


def tokens(code):
    """The literals, and everything between them letter by letter; comments are gone."""
    pattern = re.compile(r'"((?:[^"\\]|\\.)*)"|\'(?:[^\'\\]|\\.)\'|//[^\n]*|(.)', re.S)
    for match in pattern.finditer(code):
        if match.group(0).startswith("//"):
            continue
        if match.group(1) is not None:
            yield "literal", match.group(1).replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")
        else:
            yield "code", match.group(0)


def arguments(code, start):
    """Texts of the arguments of the call that opens at `start`, nested braces and the two sides of ?: apart."""
    parts, depth = [[]], 0
    within = []  # for each open bracket: does what stands in it belong to the message around it?
    for kind, text in tokens(code[start : start + 4000]):
        if kind == "code" and text in OPEN:
            depth += 1
            within.append(depth > 1 and text != "{")
            if depth > 1 and text != "{":
                parts[-1].append("\0")
            continue
        if kind == "code" and text in CLOSE:
            depth -= 1
            within.pop()
            if depth == 0:
                break
            continue
        if any(within):
            continue
        if kind == "code" and text in ",?:;" and not (text == ":" and parts[-1] and parts[-1][-1] == "\1"):
            parts.append([])
        elif kind == "literal":
            parts[-1].append(text)
        elif text == ":":
            continue
        elif not text.isspace() and text != "+":
            parts[-1].append("\0")
    for part in parts:
        yield re.sub("\0+", "{}", "".join(part))


def messages(path, root):
    code = path.read_text().replace("::", "__")
    code = re.sub(r'std__string\{("(?:[^"\\]|\\.)*")\}', r"\1", code).replace("core__", "")
    for call in [CALLS] + ([CANNOT_RUN] if "dossier" in str(path.relative_to(root)) else []):
        for match in call.finditer(code):
            for text in arguments(code, match.end() - 1):
                if " " in text.replace("{}", ""):
                    yield code.count("\n", 0, match.start()) + 1, text


def main(root):
    catalogue = (root / "alerts/problem_text.cc").read_text()
    catalogue = re.sub(r'"\s*\n\s*"', "", catalogue)
    known, english_texts = [], []
    for english, vietnamese in re.findall(r'\{"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"\}', catalogue):
        places = set(re.findall(r"\{\d\}", english))
        if places != set(re.findall(r"\{\d\}", vietnamese)):
            sys.exit(f"alerts/problem_text.cc: the places of the two differ: {english}")
        english = english.replace('\\"', '"')
        english_texts.append(english)
        pattern = re.escape(english)
        known.append(re.compile(re.sub(r"\\\{\d\\\}", ".+", pattern), re.S))

    def is_known(clause):
        if re.match(r"(agencywatch |--|chmod |\{\}$|\{\} --)", clause) or not re.search("[a-z]{2} [a-z]", clause):
            return True
        while True:
            if any(pattern.fullmatch(clause) for pattern in known):
                return True
            # "{} is closed", and what a helper puts "alert #3 " in front of.
            loose = re.compile(".*" + re.escape(clause).replace(r"\{\}", ".+"), re.S)
            if any(loose.fullmatch(text) for text in english_texts):
                return True
            if ": " not in clause:
                return False
            clause = clause.split(": ", 1)[1]

    missing = []
    count = 0
    for room in ("db", "alerts", "cli"):
        for path in sorted((root / room).rglob("*.cc")):
            name = str(path.relative_to(root))
            if name in LEFT_OUT or name.startswith("alerts/notify/"):
                continue
            for line, text in messages(path, root):
                for clause in re.split("; |\n", text):
                    count += 1
                    if not is_known(clause.strip()):
                        missing.append(f"{name}:{line}: {clause}")
    for path in sorted((root / "db/migrations").glob("*.sql")):
        for call in re.findall(r"referral_refuse\('RF.*?;", path.read_text(), re.S):
            for text in re.findall(r"'((?:[^']|'')*)'", call):
                count += 1
                if not is_known(text.replace("%s", "{}")):
                    missing.append(f"{path.name}: {text}")
    print(f"{count} clauses, {len(missing)} without Vietnamese")
    print("\n".join(missing))
    return 1 if missing or count < 200 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
