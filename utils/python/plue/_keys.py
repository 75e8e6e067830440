"""Keys of the cache."""
import fnmatch
import hashlib
import typing

# The files that `hash_files` sees: those of the simulated outcomes.
files: typing.Dict[str, str] = {}


def cache_key(*parts: object) -> str:
    """A key made of these parts, for `ctx.run(cache=…)`."""
    return "|".join(str(part) for part in parts)


def hash_files(*patterns: str) -> str:
    """A digest of the files that match. (plue's own digest is another one.)"""
    digest = hashlib.sha256()
    for path in sorted(files):
        if any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns):
            digest.update(repr((path, files[path])).encode())
    return digest.hexdigest()
