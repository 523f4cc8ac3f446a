import Model
import Publish
import Questions
import Record
import Testing

@testable import Publish

/// The schema keeps the contract, and lets each writer write its own.
@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed: scripts/setup test")) struct SchemaTests {
    @Test("every view of the contract is there with its columns in their order, and every plain one as a function of time")
    func contract() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        let connection = try Connection(address)
        for view in View.all {
            let columns = try connection.rows(
                """
                SELECT column_name FROM information_schema.columns WHERE table_schema = 'isinventory' AND table_name = $1
                ORDER BY ordinal_position
                """, [view.name]
            ).compactMap { $0[0] }
            #expect(columns == view.columns.map(\.name), "\(view.name)")
            guard !view.name.hasSuffix("_history") else { continue }
            #expect(try connection.columns(of: "SELECT * FROM isinventory.\(view.name)_at(now())").map(\.name) == columns)
        }
    }

    @Test("two that make the schema at once make one; making it again does nothing")
    func twice() async throws {
        let (_, address, _) = try PostgreSQLServer.database(prepared: false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try FleetSetup(Connection(address)).prepare() } }
            try await group.waitForAll()
        }
        #expect(try Connection(address).rows("SELECT version FROM isinventory.schema_version") == [["\(FleetSchema.version)"]])
    }

    @Test("a newer schema is left alone")
    func newer() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        try Connection(address).run("INSERT INTO isinventory.schema_version VALUES (99, now())")
        #expect { try FleetSetup(Connection(address)).prepare() } throws: { "\($0)".contains("newer isinventory (99;") }
    }

    @Test("a writer writes its own cluster and no other; a reader reads all and writes nothing")
    func roles() throws {
        let (server, address, name) = try PostgreSQLServer.database()
        let owner = try Connection(address)
        for role in ["collector_\(name)", "auditor_\(name)"] { try owner.run("CREATE ROLE \(role) LOGIN") }
        // A name with the mark that stands for what PostgreSQL's text has not.
        try FleetSetup(owner).allow(role: "collector_\(name)", cluster: "al␀pha")
        try owner.run("GRANT isinventory_reader TO auditor_\(name)")
        var files = try RecordedFiles([["al␀pha"], ["beta"]], seed: 40)
        for file in 0..<2 { try files.record(file, 6) }
        let writer = server.address(name, user: "collector_\(name)")
        #expect(try Publisher(RecordReader(path: files.paths[0]), to: Connection(writer)).publish().map(\.snapshots) == [6])
        #expect {
            try Publisher(RecordReader(path: files.paths[1]), to: Connection(writer)).publish()
        } throws: { ($0 as? PostgreSQLError)?.state == "42501" }
        _ = try Publisher(RecordReader(path: files.paths[1]), to: Connection(address)).publish()
        // Rows of others are seen, and none of them is changed.
        #expect(try Connection(writer).run("UPDATE isinventory.cluster SET head_seal = 'x' WHERE cluster = 'beta'") == 0)
        #expect(try Connection(writer).run("DELETE FROM isinventory.snapshot WHERE cluster = 'beta'") == 0)
        let auditor = try Connection(server.address(name, user: "auditor_\(name)"))
        #expect(try FleetReader(auditor).standing(.snapshots).rows.count == 12)
        #expect { try auditor.run("DELETE FROM isinventory.snapshot") } throws: { ($0 as? PostgreSQLError)?.state == "42501" }
    }

    @Test("somebody's SQL reads and does nothing else")
    func console() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        func ask(_ sql: String) throws -> Answer {
            try FleetReader(Connection(address)).answer(FleetRequest(.sql(SQLQuestion(sql, limit: 2, timeout: 1))))
        }
        #expect(try ask("SELECT count(*) AS n FROM containers; ").rows == [[.integer(0)]])
        let long = try ask("SELECT * FROM generate_series(1, 5) x")
        #expect(long.rows.count == 2 && long.notes == [.more(3, limit: 5)])
        for sql in [
            "DELETE FROM isinventory.cluster", "WITH d AS (DELETE FROM isinventory.cluster RETURNING 1) SELECT * FROM d",
            "COMMIT",
            "SELECT 1; DROP SCHEMA isinventory CASCADE", "COPY (SELECT 1) TO '/tmp/x'", "DROP SCHEMA isinventory CASCADE",
            "SELECT nextval('x')", "SELECT pg_sleep(3)",
        ] {
            #expect(throws: (any Error).self, "\(sql)") { try ask(sql) }
        }
        #expect(try Connection(address).rows("SELECT 1 FROM pg_namespace WHERE nspname = 'isinventory'").count == 1)
    }

    @Test("an address that cannot be reached or read is told without its password")
    func secrets() {
        for address in [
            "postgresql://u:gehe1m@127.0.0.1:1/d", "postgresql://u:gehe1m@[::1/d", "postgresql://u@127.0.0.1:1/d?password=gehe1m",
            "host=127.0.0.1 port=1 password=gehe1m x", "postgresql://u:%zzgehe1m@h/d",
        ] {
            #expect { try Connection(address) } throws: { !"\($0)".contains("gehe1m") }
        }
    }

    @Test("no question reads a whole history where an index leads")
    func plans() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha"], ["beta"]], seed: 50)
        for file in 0..<2 {
            try files.record(file, 20)
            _ = try Publisher(RecordReader(path: files.paths[file]), to: Connection(address)).publish()
        }
        let connection = try Connection(address)
        try connection.run("SET search_path = isinventory, pg_catalog")
        // Small tables are cheaper to read through; what is asked is whether they need be.
        try connection.run("SET enable_seqscan = off")
        let digest = "'sha256:" + String(repeating: "3", count: 64) + "'"
        let time = "'2023-11-15T00:00:00Z'"
        let questions = [
            "SELECT * FROM container_history_ WHERE digest = \(digest)",
            "SELECT * FROM container_history_ WHERE canonical = 'docker.io/library/nginx:1.1'",
            "SELECT * FROM container_history_ WHERE canonical ~ '^docker.io/library/.*$'",
            "SELECT * FROM container_history_ WHERE istag_stream = 's0' AND istag_tag = 't0'",
            "SELECT * FROM digest_changes WHERE new_digest = \(digest)",
            "SELECT digest FROM sighting_ WHERE digest >= 'sha256:33' AND digest < 'sha256:33g' GROUP BY digest",
            "SELECT * FROM containers WHERE cluster = 'alpha'", "SELECT * FROM containers_at(\(time)) WHERE cluster = 'alpha'",
            "SELECT * FROM istags WHERE cluster = 'alpha' AND namespace = 'shop'",
            "SELECT * FROM istags_at(\(time)) WHERE cluster = 'alpha'",
            "SELECT * FROM workloads_at(\(time)) WHERE cluster = 'alpha'",
            "SELECT * FROM verdicts_history WHERE cluster = 'alpha'",
            "SELECT cluster, verdict, count(*) FROM isinventory.verdict_history WHERE seen_until IS NULL GROUP BY cluster, verdict",
            "SELECT cluster, verdict, sum(containers) FROM isinventory.headline_at(\(time)) GROUP BY cluster, verdict",
            "SELECT cluster, count(*) FROM judged_ GROUP BY cluster",
            "SELECT cluster, count(*), min(taken_at), max(taken_at) FROM snapshots WHERE cluster = 'alpha' GROUP BY cluster",
        ]
        for question in questions {
            let plan = try connection.rows("EXPLAIN \(question)").compactMap { $0[0] }
            // Searched by its cluster, not read through and thrown away.
            #expect(
                !plan.contains { $0.contains("Filter:") && $0.contains("cluster = 'alpha'") },
                "\(question)\n\(plan.joined(separator: "\n"))")
            #expect(
                !plan.contains { $0.contains("Seq Scan on") && ($0.contains("_history") || $0.contains("revision")) },
                "\(question)\n\(plan.joined(separator: "\n"))")
        }
    }
}
