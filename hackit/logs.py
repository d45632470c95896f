"""Logs: one JSON object a line, without names, addresses or query strings."""

import traceback

from pythonjsonlogger.json import JsonFormatter

# How many places in the code an exception keeps, the innermost first.
DEPTH = 15


class Formatter(JsonFormatter):
    """JSON with time, level, logger and message; an exception keeps its place but not its words.

    The text of a database error quotes the row it is about ("Key (email)=(…) already exists"), so
    only the type and the lines of code are written.
    """

    def __init__(self):
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        )

    def formatException(self, exc_info):
        kind, _, tb = exc_info
        places = [f"{f.filename}:{f.lineno} {f.name}" for f in reversed(traceback.extract_tb(tb))]
        return f"{kind.__module__}.{kind.__qualname__} at " + " < ".join(places[:DEPTH])

    def add_fields(self, log_data, record, message_dict):
        super().add_fields(log_data, record, message_dict)
        request = log_data.pop("request", None)  # written out, it would show the query
        if hasattr(request, "path"):
            log_data["message"] = log_data["message"].replace(request.path, path_of(request))


def path_of(request):
    """The path of a request with the one-time keys in it blotted out, and without its query."""
    path, match = request.path, request.resolver_match
    for name in ("token", "key"):
        secret = match.kwargs.get(name) if match else None
        if secret:
            path = path.replace(secret, "…")
    return path
