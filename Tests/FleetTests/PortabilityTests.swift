import Foundation
import Histories
import Model
import Publish
import Questions
import Record
import Testing

@testable import Publish

/// What engines lack that speak PostgreSQL is not used, and no question reads a history from end to end.
@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed: scripts/setup test")) struct PortabilityTests {
    @Test(
        "no range type, no index but B-trees, no trigger, sequence, extension or procedural language, and cluster first in every key"
    )
    func schema() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        let connection = try Connection(address)
        func none(_ what: String, _ sql: String) throws {
            let found = try connection.rows(sql)
            #expect(found.isEmpty, "\(what): \(found)")
        }
        let ours = "IN (SELECT oid FROM pg_class WHERE relnamespace = 'isinventory'::regnamespace)"
        try none(
            "indexes", "SELECT indexdef FROM pg_indexes WHERE schemaname = 'isinventory' AND indexdef NOT LIKE '% USING btree %'")
        try none(
            "unique keys without the cluster",
            """
            SELECT indexdef FROM pg_indexes WHERE schemaname = 'isinventory' AND indexdef LIKE 'CREATE UNIQUE %'
                AND indexdef NOT LIKE '%(cluster%' AND tablename <> 'schema_version'
            """)
        try none("triggers", "SELECT tgname FROM pg_trigger WHERE tgrelid \(ours)")
        try none("sequences", "SELECT relname FROM pg_class WHERE relkind = 'S' AND oid \(ours)")
        try none("constraints", "SELECT conname FROM pg_constraint WHERE contype IN ('x', 'f') AND conrelid \(ours)")
        try none(
            "types",
            """
            SELECT attname, atttypid::regtype FROM pg_attribute WHERE attnum > 0 AND attrelid \(ours)
                AND atttypid::regtype::text NOT IN ('text', 'bigint', 'integer', 'timestamp with time zone')
            """)
        try none(
            "languages",
            """
            SELECT p.proname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
            WHERE p.pronamespace = 'isinventory'::regnamespace AND l.lanname <> 'sql'
            """)
        try none("extensions", "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'")
    }

    @Test("the program that records and asks does without libpq; the one beside it has it")
    func libraries() throws {
        let binaries = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        func libraries(_ name: String) throws -> String {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/ldd")
            process.arguments = [binaries.appendingPathComponent(name).path]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return text
        }
        #expect(try !libraries("isinventory").contains("libpq"))
        #expect(try libraries("isinventory-fleet").contains("libpq"))
    }

    @Test("no question that a fleet answers reads a history from end to end")
    func plans() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha"], ["beta"]], seed: 60)
        for file in 0..<2 {
            try files.record(file, 20)
            _ = try Publisher(RecordReader(path: files.paths[file]), to: Connection(address)).publish()
        }
        let digest = "sha256:" + String(repeating: "3", count: 64)
        var asked: [FleetRequest.Question] = [
            .drift, .stale, .problems(Problem.allCases), .longReferences, .status, .snapshots, .registries(since: nil),
        ]
        let period = try #require(ReportPeriod(from: Instant(secondsSince1970: 1_700_000_000), to: .now))
        asked.append(.lagged(period))
        asked.append(.difference(from: Instant(secondsSince1970: 1_700_000_000 + 900 * 3)))
        for subject in [
            digest, "sha256:3333", "istag/s0:t0", "is/s1", "s0:t0", "w0", "s1", "deployment/w0", "deployment/nosuch",
            "shop/s0:t0",
        ] { asked.append(.history(subject)) }
        // digest_changes is a history, and whoever asks for all of it reads all of it.
        for name in ["containers", "workloads", "running", "istags", "image_streams", "verdicts", "coverage"] {
            asked.append(.standing(name))
        }
        for image in [digest, "sha256:3333", "nginx:1.1", "nginx", "r.example/shop/*", "s0:t0", "istag/s0:t0", "deployment/w0"] {
            asked += [.used(image, ran: false), .used(image, ran: true)]
        }
        var random = SplitMix(7)
        var statements = 0
        for at in [nil] + files.instants(&random, 1, looks: 20) {
            for cluster in [nil, "alpha"] {
                for question in asked {
                    let connection = try Connection(address)
                    let reader = try FleetReader(connection, at: at)
                    // Small tables are cheaper to read through; what is asked is whether they need be.
                    try connection.run("SET enable_seqscan = off")
                    reader.onPlan = { sql, plan in
                        statements += 1
                        let reads = plan.filter {
                            $0.contains("Seq Scan on") && ($0.contains("_history") || $0.contains("revision"))
                        }
                        #expect(reads.isEmpty, "\(question) of \(cluster ?? "all"): \(sql)\n\(plan.joined(separator: "\n"))")
                        guard cluster != nil else { return }
                        let passed = plan.filter { $0.contains("Filter:") && $0.contains("cluster = 'alpha'") }
                        #expect(passed.isEmpty, "\(question): \(sql)\n\(plan.joined(separator: "\n"))")
                    }
                    do {
                        _ = try reader.answer(FleetRequest(question, Filter(cluster: cluster)))
                    } catch is QuestionError {
                        // Not every beginning of a digest is of one.
                    }
                }
            }
        }
        #expect(statements > asked.count)
    }
}
