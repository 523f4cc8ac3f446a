"""Tells kubectl which kinds there are, and nothing else: what `--dry-run=client` asks an API server for. Prints its port."""
import http.server
import json
import os
import sys

kinds = json.load(open(os.path.join(os.path.dirname(__file__), "schemas.json")))["kinds"]
groups = {}
for name in kinds:
    version, kind = name.split(" ")
    groups.setdefault(version, []).append(kind)


def plural(kind):
    word = kind.lower()
    return word[:-1] + "ies" if word.endswith("y") else word + ("es" if word.endswith("ss") else "s")


def answer(path):
    if path == "/api":
        return {"kind": "APIVersions", "versions": ["v1"]}
    if path == "/apis":
        served = [version.split("/") for version in groups if "/" in version]
        return {"kind": "APIGroupList", "apiVersion": "v1", "groups": [
            {"name": group, "versions": [{"groupVersion": group + "/" + version, "version": version}],
             "preferredVersion": {"groupVersion": group + "/" + version, "version": version}} for group, version in served]}
    version = path.removeprefix("/apis/").removeprefix("/api/")
    if version not in groups:
        return None
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version, "resources": [
        {"name": plural(kind), "singularName": kind.lower(), "kind": kind, "namespaced": not kind.startswith("Cluster"),
         "verbs": ["create", "get", "list"]} for kind in groups[version]]}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = answer(self.path.split("?")[0])
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
