"""Looks for a secret in files: as it is, in base64, in hexadecimal and in UTF-16, also in what is compressed.

usage: canary.py SECRET [--but FILE]... PATH...     PATHs are files and directories; FILEs may hold it
Prints each file that holds it, without the secret, and how many files it looked at; exits with 1 when one does.
"""
import base64
import pathlib
import subprocess
import sys

CHUNK = 1 << 20


def forms(secret):
    """What a file holds that holds the secret. In base64 the text depends on where the secret begins in it."""
    raw = secret.encode()
    found = {raw: "as it is", raw.hex().encode(): "in hexadecimal", secret.encode("utf-16-le"): "in UTF-16"}
    for before in range(3):
        text = base64.b64encode(b"x" * before + raw)
        # The characters that also hold bits of what stands beside it.
        first, last = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        found[text[first:last]] = "in base64"
    return found


def chunks(path):
    if path.suffix == ".zst":
        yield subprocess.run(["zstd", "-dcq", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
        return
    with open(path, "rb") as file:
        while data := file.read(CHUNK):
            yield data


def found_in(path, wanted):
    overlap = max(map(len, wanted))
    tail = b""
    for chunk in chunks(path):
        data = tail + chunk
        for form, name in wanted.items():
            if form in data:
                return name
        tail = data[-overlap:]
    return None


def main(secret, *arguments):
    wanted, excepted, places = forms(secret), set(), []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--but":
            excepted.add(pathlib.Path(next(rest)).resolve())
        else:
            places.append(pathlib.Path(argument))
    looked = hits = 0
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_symlink() or not path.is_file() or path.resolve() in excepted:
                continue
            try:
                looked += 1
                form = found_in(path, wanted)
            except OSError as error:
                print(f"{path}: cannot be looked at: {error.strerror}")
                hits += 1
                continue
            if form:
                print(f"{path}: holds the secret {form}")
                hits += 1
    print(f"{looked} files")
    return 1 if hits else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
