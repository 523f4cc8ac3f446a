#!/usr/bin/env python3
"""Recompute every seal of a record file: docs/seal.md in 200 lines of standard Python, sharing nothing with isinventory.

usage: verify.py FILE [EXPECTED-SEAL...]
"""
import hashlib
import sqlite3
import sys

OBJECTS = {
    "workload": "n.name, k.qualified, o.name FROM {0} v JOIN workload o ON o.id = v.workload_id"
                " JOIN kind k ON k.id = o.kind_id JOIN namespace n ON n.id = o.namespace_id",
    "container": "n.name, k.qualified, w.name, o.init, o.name FROM {0} v JOIN container o ON o.id = v.container_id"
                 " JOIN workload w ON w.id = o.workload_id JOIN kind k ON k.id = w.kind_id"
                 " JOIN namespace n ON n.id = w.namespace_id",
    "running": "n.name, k.qualified, w.name, o.init, o.name FROM {0} v JOIN container o ON o.id = v.container_id"
               " JOIN workload w ON w.id = o.workload_id JOIN kind k ON k.id = w.kind_id"
               " JOIN namespace n ON n.id = w.namespace_id",
    "image-stream": "n.name, o.name FROM {0} v JOIN image_stream o ON o.id = v.image_stream_id"
                    " JOIN namespace n ON n.id = o.namespace_id",
    "istag": "n.name, s.name, o.tag FROM {0} v JOIN istag o ON o.id = v.istag_id"
             " JOIN image_stream s ON s.id = o.image_stream_id JOIN namespace n ON n.id = s.namespace_id",
}


def netstring(value):
    if value is None:
        return b"-"
    data = value if isinstance(value, bytes) else str(value).encode()
    return b"%d:%s," % (len(data), data)


def fields(*values):
    return b"".join(netstring(value) for value in values)


def tagged(*pairs):
    """What is there of a state: each value behind its name."""
    return [part for name, value in pairs if value is not None for part in (name, value)]


def flag(value):
    """What is not so adds nothing."""
    return value or None


class Texts:
    """Numbered texts, digests, references and tags, spelt out."""

    def __init__(self, db):
        self.text = dict(db.execute("SELECT id, value FROM text"))
        self.digest = {i: "sha256:" + v.hex() if isinstance(v, bytes) else v
                       for i, v in db.execute("SELECT id, value FROM digest")}
        self.reference = {}
        for i, text, host, path, tag, digest in db.execute(
                "SELECT r.id, r.text_id, h.host, p.path, r.tag, r.digest_id FROM reference r"
                " LEFT JOIN repository p ON p.id = r.repository_id LEFT JOIN registry h ON h.id = p.registry_id"):
            if text is not None:
                self.reference[i] = self.text[text]
            else:
                self.reference[i] = ((host + "/" if host is not None else "") + path
                                     + (":" + tag if tag is not None else "")
                                     + ("@" + self.digest[digest] if digest is not None else ""))
        self.names = {i: names for i, *names in db.execute(
            "SELECT t.id, n.name, s.name, t.tag FROM istag t JOIN image_stream s ON s.id = t.image_stream_id"
            " JOIN namespace n ON n.id = s.namespace_id")}
        self.istag = {i: fields(*names) for i, names in self.names.items()}
        self.source = {}
        for i, kind, reference, name, scheduled, policy, only in db.execute(
                "SELECT id, from_kind, from_reference_id, from_name_id, scheduled, reference_policy, reference_only"
                " FROM tag_source"):
            self.source[i] = [
                ("from_kind", kind), ("from_name", self.reference[reference] if reference else self.text.get(name)),
                ("scheduled", flag(scheduled)), ("reference_policy", policy), ("reference_only", flag(only))]


def states(db, texts, taken_at):
    """Each row: kind, first snapshot, last snapshot or None, the object's names, its state as names and values."""
    t, d, r = texts.text.get, texts.digest.get, texts.reference.get
    for c, n, o, objects, m, a, z in db.execute(
            "SELECT k.qualified, n.name, o.name, v.objects, v.message_id, v.from_snapshot, v.until_snapshot"
            " FROM coverage_version v JOIN kind k ON k.id = v.kind_id JOIN outcome o ON o.id = v.outcome_id"
            " LEFT JOIN namespace n ON n.id = v.namespace_id"):
        yield "coverage", a, z, [c, n], tagged(("outcome", o), ("objects", objects), ("message", t(m)))
    for c, n, o, objects, m, a in db.execute(
            "SELECT k.qualified, n.name, o.name, v.objects, v.message_id, v.snapshot_id"
            " FROM followed v JOIN kind k ON k.id = v.kind_id JOIN outcome o ON o.id = v.outcome_id"
            " LEFT JOIN namespace n ON n.id = v.namespace_id"):
        yield "followed", a, None, [c, n], tagged(("outcome", o), ("objects", objects), ("message", t(m)))

    def versions(kind, columns):
        table = kind.replace("-", "_") + "_version"
        width = len(columns.split(","))
        for row in db.execute(f"SELECT from_snapshot, until_snapshot, {columns}, " + OBJECTS[kind].format(table)):
            yield row[0], row[1], list(row[2 + width:]), row[2:2 + width]

    for a, z, name, (u, replicas, resolve, triggers, created) in versions(
            "workload", "uid_id, replicas, resolve_names_id, triggers_id, created_at"):
        yield "workload", a, z, name, tagged(
            ("uid", t(u)), ("replicas", replicas), ("resolve_names", t(resolve)), ("triggers", t(triggers)),
            ("created_at", created))
    for a, z, name, (image, position, tag, by, at) in versions(
            "container", "reference_id, position, trigger_istag_id, set_by_id, set_at"):
        yield "container", a, z, name, tagged(
            ("image", r(image)), ("position", position), ("trigger", texts.istag.get(tag)), ("set_by", t(by)), ("set_at", at))
    for a, z, name, (naming, digest, image, started) in versions("running", "naming, digest_id, reference_id, started_at"):
        yield "running", a, z, [*name, naming, d(digest)], tagged(("image", r(image)), ("started_at", started))
    for digest, part, local, a in db.execute("SELECT digest_id, part_id, local, first_snapshot FROM image_part"):
        yield "image-part", a, None, [d(digest), d(part)], tagged(("local", flag(local)))
    for a, z, name, (u, lookup, inner, outer, created) in versions(
            "image-stream", "uid_id, lookup_local, repository_id, public_repository_id, created_at"):
        yield "image-stream", a, z, name, tagged(
            ("uid", t(u)), ("lookup_local", flag(lookup)), ("repository", r(inner)), ("public_repository", r(outer)),
            ("created_at", created))
    def pulled(image, at_digest, digest):
        return f"{r(image)}@{d(digest)}" if at_digest else r(image)

    for a, z, name, (digest, image, at, changed, source, error, since) in versions(
            "istag", "digest_id, image_id, at_digest, changed_at, source_id, import_error_id, import_error_since"):
        yield "istag", a, z, name, tagged(
            ("digest", d(digest)), ("image", pulled(image, at, digest)), ("changed_at", changed), *texts.source[source],
            ("import_error", t(error)), ("import_error_since", since))
    for i, sequence, digest, image, at, created, line, after, a in db.execute(
            "SELECT istag_id, sequence, digest_id, image_id, at_digest, created_at, line, after_snapshot, first_snapshot"
            " FROM revision"):
        yield "revision", a, None, [*texts.names[i], sequence], tagged(
            ("digest", d(digest)), ("image", pulled(image, at, digest)), ("created_at", created), ("line", line),
            ("after", taken_at.get(after)))
    for host, a in db.execute(
            "SELECT h.host, v.from_snapshot FROM internal_registry v JOIN registry h ON h.id = v.registry_id"):
        yield "internal-registry", a, None, [host], []
    for digest, created, size, architecture, system, labels, a in db.execute(
            "SELECT digest_id, created_at, size, architecture_id, os_id, labels_id, first_snapshot FROM image"):
        yield "image", a, None, [d(digest)], tagged(
            ("created_at", created), ("size", size), ("architecture", t(architecture)), ("os", t(system)), ("labels", t(labels)))
    for digest, a, last in db.execute("SELECT digest_id, first_snapshot, last_snapshot FROM first_sighting"):
        yield "first-sighting", a, None, [d(digest)], tagged(("last", taken_at[last]))


HEADER = ["source", "workloads", "containers", "image_streams", "istags", "changes", "facts"]


def row(header, facts):
    """A snapshot's own row: when it was taken, then each value behind its name, and the hashes of its facts."""
    hashes = sorted(hashlib.sha256(fact).digest() for fact in facts)
    taken_at, *values = header
    return fields(taken_at, *tagged(*zip(HEADER, [*values, len(hashes)]))) + b"".join(hashes)


def kept(snapshots, facts, cuts):
    """What a cut vouches for: the stubs, the snapshot the record begins with, and the cuts before it."""
    content = fields("isinventory kept 1", len(snapshots))
    for number, seal, *header in snapshots:
        content += fields(seal) + row(header, facts.get(number, []))
    content += fields(len(cuts))
    for seal, *cut in cuts:
        content += fields(seal, *cut)
    return hashlib.sha256(content).digest()


def main(path, *expected):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.execute("BEGIN")
    taken_at = dict(db.execute("SELECT id, taken_at FROM snapshot"))
    facts = {}
    for kind, opens, closes, name, state in states(db, Texts(db), taken_at):
        facts.setdefault(opens, []).append(fields("opened", kind, *name, *state))
        if closes is not None:
            facts.setdefault(closes, []).append(fields("closed", kind, *name, taken_at[opens]))
    seen, ends = set(), []
    for cluster, name in db.execute("SELECT id, name FROM cluster ORDER BY name").fetchall():
        cuts = db.execute("SELECT seal, cut_at, removed_from, kept_from, after, snapshots, states, kept FROM cut"
                          " WHERE cluster_id = ? ORDER BY id", [cluster]).fetchall()
        chain = db.execute("SELECT s.id, s.seal, s.taken_at, t.value, s.workloads, s.containers, s.image_streams,"
                           " s.istags, s.changes FROM snapshot s JOIN text t ON t.id = s.source_id"
                           " WHERE s.cluster_id = ? ORDER BY s.id", [cluster]).fetchall()
        base = [row for row in chain if cuts and row[2] <= cuts[-1][3]]
        if cuts and kept(base, facts, cuts[:-1]) != cuts[-1][-1]:
            sys.exit(f"{name}: what was kept from before the cut made at {cuts[-1][1]} does not hold")
        previous = base[-1][1] if base else None
        for number, seal, *header in chain[max(len(base) - 1, 0):]:
            if not (base and number == base[-1][0]):
                content = fields("isinventory snapshot 1", previous, name) + row(header, facts.get(number, []))
                if hashlib.sha256(content).digest() != seal:
                    sys.exit(f"{name}: snapshot {number}, taken at {header[0]}, does not hold")
                previous = seal
            for seal, *cut in cuts:
                if cut[3] == header[0]:
                    if hashlib.sha256(fields("isinventory cut 1", previous, name, *cut)).digest() != seal:
                        sys.exit(f"{name}: the cut made at {cut[0]} does not hold")
                    previous = seal
        seen.update(row[1].hex() for row in chain)
        seen.update(row[0].hex() for row in cuts)
        ends.append((name, previous.hex()))
    for seal in expected:
        if seal not in seen:
            sys.exit(f"{seal} is in no chain of {path}")
    for name, seal in ends:
        print(name, seal)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
