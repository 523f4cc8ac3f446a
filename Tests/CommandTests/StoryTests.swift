import Foundation
import Testing

@Suite("The sample story, imported in order")
struct StoryTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
        let run = try program.run("import", Story.dumps, "-A", "--cluster", "sample")
        try #require(run.status == 0, "\(run.errors)")
    }

    @Test("at every instant, every container is what the API said when it was asked one by one")
    func containers() throws {
        for instant in try Story.instants() {
            let truth = try Story.expected(instant)
            var wanted: Set<[String]> = []
            for (key, value) in try #require(truth["deployments"] as? [String: [String: Any]]) {
                let place = key.split(separator: "/").map(String.init)
                for (field, isInit) in [("containers", "false"), ("initContainers", "true")] {
                    for (name, image) in value[field] as? [String: String] ?? [:] {
                        wanted.insert(["Deployment", place[0], place[1], name, isInit, image])
                    }
                }
            }
            for (key, value) in try #require(truth["other_workloads"] as? [String: [String: Any]]) {
                let words = key.split(whereSeparator: { " /".contains($0) }).map(String.init)
                for (name, image) in value["c"] as? [String: String] ?? [:] {
                    wanted.insert([words[0], words[1], words[2], name, "false", image])
                }
            }
            let found = try program.rows("get", "containers", "--at", instant).map { row in
                [
                    text(row, "kind"), text(row, "namespace"), text(row, "name"), text(row, "container"),
                    (row["init"] as? Bool).map { "\($0)" } ?? "?", text(row, "image"),
                ]
            }
            #expect(Set(found) == wanted, "at \(instant)")
            #expect(found.count == wanted.count)
        }
    }

    @Test("at every instant, every deployment's uid, replicas and creation are what the API said")
    func workloads() throws {
        for instant in try Story.instants() {
            let truth = try #require(try Story.expected(instant)["deployments"] as? [String: [String: Any]])
            let rows = try program.rows("get", "deploy", "--at", instant)
            #expect(rows.count == truth.count)
            for row in rows {
                let wanted = try #require(truth["\(text(row, "namespace"))/\(text(row, "name"))"])
                #expect(text(row, "uid") == wanted["uid"] as? String)
                #expect(text(row, "created_at") == wanted["creationTimestamp"] as? String)
                #expect(row["replicas"] as? Int == wanted["replicas"] as? Int)
            }
        }
    }

    @Test("at every instant, every istag is what the API said, and every failing tag says why")
    func istags() throws {
        for instant in try Story.instants() {
            let truth = try Story.expected(instant)
            let tags = try #require(truth["imagestreamtags"] as? [String: [String: Any]])
            let unresolved = try #require(truth["unresolved_tags"] as? [String: [String: Any]])
            let rows = try program.rows("get", "istags", "--at", instant)
            #expect(Set(rows.map(name)) == Set(tags.keys).union(unresolved.keys), "at \(instant)")
            for row in rows {
                if let wanted = tags[name(row)] {
                    #expect(text(row, "digest") == wanted["digest"] as? String, "\(name(row)) at \(instant)")
                    #expect(text(row, "image") == wanted["dockerImageReference"] as? String)
                    #expect(text(row, "changed_at") == wanted["created"] as? String)
                } else if let wanted = unresolved[name(row)] {
                    let conditions = wanted["conditions"] as? [[String: Any]]
                    #expect(row["digest"] is NSNull)
                    #expect(row["import_error"] as? String == conditions?.first?["message"] as? String)
                    #expect(row["import_error_since"] as? String == conditions?.first?["lastTransitionTime"] as? String)
                    #expect(text(row, "from_name") == (wanted["from"] as? [String: Any])?["name"] as? String)
                }
            }
        }
    }

    @Test("every digest change the API's own clock knows of is found, with its exact time, between the right snapshots")
    func digestChanges() throws {
        let rows = try program.rows("get", "digest_changes")
        var before: String?
        for instant in try Story.instants() {
            let changes = try #require(try Story.expected(instant)["changes_since_previous"] as? [[String: Any]])
            for change in changes where change["kind"] as? String == "ImageStreamTag" && change["what"] as? String != "deleted" {
                let found = rows.contains { row in
                    name(row) == change["key"] as? String && text(row, "new_digest") == change["to"] as? String
                        && text(row, "changed_at") == change["server_created"] as? String && text(row, "seen_by") == instant
                        && row["seen_after"] as? String == before
                }
                #expect(found, "\(change["key"] ?? "") at \(instant)")
            }
            before = instant
        }
    }

    @Test("every image change of a workload is found between the snapshots it happened between")
    func imageChanges() throws {
        for instant in try Story.instants().dropFirst() {
            let changes = try #require(try Story.expected(instant)["changes_since_previous"] as? [[String: Any]])
            for change in changes where change["what"] as? String == "image" {
                let key = try #require(change["key"] as? String).split(separator: "/").map(String.init)
                let kind = try #require(change["kind"] as? String).lowercased()
                let rows = try program.rows("history", "\(kind)/\(key[1])", "-n", key[0])
                // Within one interval an image may have moved more than once; the last move is what the next look shows.
                #expect(rows.contains { text($0, "seen_by") == instant }, "\(key) at \(instant)")
            }
        }
    }

    @Test("noise alone changes nothing but replicas")
    func noise() throws {
        let rows = try program.rows("diff", "2026-11-23T06:50:16Z", "2026-11-23T06:51:05Z")
        #expect(rows.map { text($0, "field") } == ["replicas"])
    }

    @Test("importing again records nothing and says so")
    func again() throws {
        let dump = try Program.run("/usr/bin/sqlite3", [program.database, ".dump"]).output
        let run = try program.run("import", Story.dumps, "-A", "--cluster", "sample")
        #expect(run.status == 0)
        #expect(run.output.contains("0 of 12 snapshots recorded") && run.output.contains("12 were there already"))
        #expect(try Program.run("/usr/bin/sqlite3", [program.database, ".dump"]).output == dump)
    }

    @Test("plain sqlite3 reads every view without any extension")
    func plainSQLite() throws {
        let schema = try program.run("schema", "-o", "csv", "--no-headers", record: false)
        for view in Set(schema.output.split(separator: "\r\n").compactMap { $0.split(separator: ",").first }) {
            let run = try Program.run("/usr/bin/sqlite3", ["-readonly", program.database, "SELECT count(*) FROM \(view)"])
            #expect(run.status == 0, "\(view): \(run.errors)")
        }
    }

    @Test("the guide's last one-liner and `get containers` are the same list")
    func guide() throws {
        let last = try #require(try Story.instants().last)
        let filter = """
            .items[] | .metadata.namespace + " " + .metadata.name + ": " + .spec.template.spec.containers[0].image
            """
        let guide = try Program.run("/usr/bin/jq", ["-r", filter, "\(Story.dumps)/\(last)/deployments.json"])
        try #require(guide.status == 0, "\(guide.errors)")
        var seen: Set<String> = []
        let ours = try program.rows("get", "containers").filter {
            text($0, "kind") == "Deployment" && $0["init"] as? Bool == false
                && seen.insert("\(text($0, "namespace"))/\(text($0, "name"))").inserted
        }.map { "\(text($0, "namespace")) \(text($0, "name")): \(text($0, "image"))" }
        #expect(ours.sorted() == guide.output.split(separator: "\n").map(String.init).sorted())
    }

    private func text(_ row: [String: Any], _ column: String) -> String { row[column] as? String ?? "" }

    private func name(_ row: [String: Any]) -> String { "\(text(row, "namespace"))/\(text(row, "istag"))" }
}
