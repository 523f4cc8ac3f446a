import Histories
import Model
import Publish
import Questions
import Record
import SQLite
import Testing
import Words

@testable import Publish

/// What is published is what was recorded, whoever publishes how much of it when.
@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed: scripts/setup test")) struct PublishTests {
    @Test(
        "random histories, published in random slices from several files in turn, give the same answers",
        arguments: [1, 2, 3] as [UInt64])
    func sameAnswers(seed: UInt64) throws {
        var random = SplitMix(seed)
        let (_, address, _) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha"], ["beta"], ["gamma", "delta"]], seed: seed * 1000)
        let looks = 24
        var recorded = [0, 0, 0]
        let folder = try Folder()
        while recorded.contains(where: { $0 < looks }) {
            let file = random.below(3)
            if recorded[file] < looks {
                let count = min(1 + random.below(4), looks - recorded[file])
                try files.record(file, count)
                recorded[file] += count
            }
            // Often only the beginning of what is new.
            let publisher = Publisher(
                try RecordReader(path: files.paths[file]), to: try Connection(address), changesAtOnce: Int64(1 + random.below(60))
            )
            _ = try publisher.publish(limit: random.below(2) == 0 ? 1 : nil)
            // A copy that is brought up to date at odd times as well.
            if random.below(3) == 0, let cluster = try FleetMirror(Connection(address)).clusters().first {
                try FleetMirror(Connection(address)).update("\(folder.path)/\(cluster).db", cluster: cluster)
            }
        }
        for path in files.paths { _ = try Publisher(RecordReader(path: path), to: Connection(address)).publish() }
        let instants = files.instants(&random, 4, looks: looks)
        for at in [nil] + instants {
            for (path, names) in zip(files.paths, files.clusters) {
                for cluster in names { try expectSame(address, path, cluster, at, folder, isAlone: names.count == 1) }
            }
        }
        let told = Self.subjects.filter { subject in
            let answer = Result { try RecordReader(path: files.paths[0]).history(ofPasted: subject) }
            return (try? answer.get())?.rows.isEmpty == false
        }
        #expect(told.count > 5, "histories with rows")
        let ends = instants.sorted()
        for file in 0..<2 where ends[0] < ends[3] {
            let cluster = files.clusters[file][0]
            try expectSamePeriods(files.paths[file], "\(folder.path)/\(cluster).db", cluster, ends[0], ends[3])
            for (from, to) in [(ends[0], ends[3]), (ends[1], nil), (ends[3], ends[0]), (ends[2], ends[1])]
                as [(Instant, Instant?)]
            {
                try expectSameDifference(address, files.paths[file], cluster, from, to)
            }
            let period = try #require(ReportPeriod(from: ends[0], to: ends[3]))
            let filter = Filter(cluster: cluster)
            let mine = try RecordReader(path: files.paths[file], at: period.to).stale(filter, in: period)
            let theirs = try FleetReader(Connection(address), at: period.to).stale(filter, in: period)
            #expect(mine == theirs, "stale of \(cluster) from \(ends[0]) to \(ends[3])")
        }
    }

    /// Whatever can be asked of a fleet says the same as the file, and so does everything else of a copy of it.
    ///
    /// - Parameter isAlone: Whether the file has this cluster alone: clusters of one file learn images' names from each other.
    private func expectSame(
        _ address: String, _ path: String, _ cluster: String, _ at: Instant?, _ folder: Folder, isAlone: Bool = true
    ) throws {
        let file = try RecordReader(path: path, at: at)
        let fleet = try FleetReader(Connection(address), at: at)
        let filter = Filter(cluster: cluster)
        let place = "\(cluster) at \(at?.description ?? "now")"
        for view in View.all where view.columns.contains(where: { $0.name == "cluster" }) && (isAlone || !view.tellsNames) {
            let (mine, theirs) = (try file.standing(view, filter), try fleet.standing(view, filter))
            #expect(mine.rows == theirs.rows, "\(view.name) of \(place)")
            #expect(mine.columns == theirs.columns)
            #expect(mine.notes == theirs.notes, "\(view.name) of \(place)")
        }
        #expect(try file.status(filter) == fleet.status(filter), "status of \(place)")
        #expect(try file.snapshots(filter) == fleet.snapshots(filter), "snapshots of \(place)")
        #expect(try file.registries(filter) == fleet.registries(filter), "registries of \(place)")
        if isAlone { #expect(try file.namespaces(filter) == fleet.namespaces(filter), "namespaces of \(place)") }
        #expect(
            try LongReferences(in: file, filter).answer == LongReferences(in: fleet, filter).answer, "long-references of \(place)"
        )
        if isAlone {
            for subject in Self.subjects {
                let mine = Result { try file.history(ofPasted: subject, filter) }.mapError { "\($0)" as Words }
                let theirs = Result { try fleet.history(ofPasted: subject, filter) }.mapError { "\($0)" as Words }
                // What another cluster knows is not unknown to the fleet.
                if case .success(let answer) = mine, !answer.rows.isEmpty {
                    #expect(try answer == theirs.get(), "history \(subject) of \(place)")
                } else {
                    #expect(((try? theirs.get().rows) ?? []).isEmpty, "history \(subject) of \(place)")
                }
            }
            #expect(try file.drift(filter) == fleet.drift(filter), "drift of \(place)")
            #expect(try file.stale(filter) == fleet.stale(filter), "stale of \(place)")
            for only in [Problem.allCases, [.noWorkload], [.pausedTrigger, .unresolvedName]] {
                #expect(
                    try file.problems(filter, only: only) == fleet.answer(FleetRequest(.problems(only), filter, at: at)),
                    "problems of \(place)")
            }
            for image in Self.images {
                for ran in [false, true] {
                    let mine = Result { try file.used(image, filter, ran: ran) }.mapError { "\($0)" as Words }
                    let theirs = Result { try fleet.used(image, filter, ran: ran) }.mapError { "\($0)" as Words }
                    // What another cluster knows is not unknown to the fleet.
                    #expect(
                        ((try? mine.get().rows) ?? []) == ((try? theirs.get().rows) ?? []),
                        "used \(image)\(ran ? " --ran" : "") of \(place)")
                }
            }
        }
        let mirror = "\(folder.path)/\(cluster).db"
        try FleetMirror(Connection(address)).update(mirror, cluster: cluster)
        let copy = try RecordReader(path: mirror, at: at)
        for view in View.all
        where view.columns.contains(where: { $0.name == "cluster" }) && (isAlone || !view.tellsNames) {
            #expect(try file.standing(view, filter) == copy.standing(view, filter), "\(view.name) of the copy of \(place)")
        }
        if isAlone { try expectSameOfCopy(file, copy, filter, place) }
        guard at == nil else { return }
        let (mine, theirs) = (try file.verify(), try copy.verify())
        #expect(theirs.holds, "\(theirs.findings)")
        #expect(theirs.chains == mine.chains.filter { $0.cluster == cluster })
    }

    private static let subjects = [
        "istag/s0:t0", "is/s1", "deployment/w0", "cronjob/w1", "statefulset/w2", "s0:t1", "s2", "w0", "w3", "shop/s0:t0",
        "image-registry.openshift-image-registry.svc:5000/shop/s1:t1", "sha256:33333333", "deployment/nosuch", "nosuch:1",
        "sha256:" + String(repeating: "a3", count: 32), "docker.io/library/x@sha256:" + String(repeating: "3b", count: 32),
        "deployment/w1", "deployment/w2", "cronjob/w0", "statefulset/w0", "statefulset/w1",
        "pod/w0-x",
    ]

    private static let images = [
        "deployment/w0", "daemonset/w1", "deployment/nosuch",
        "nginx", "nginx:1.1", "sha256:33333333", "sha256:" + String(repeating: "a3", count: 32), "sha256:3b3b3b3b3b3b",
        "r.example/shop/*",
        "r.example/shop/s:latest", "s0:t0", "s0", "docker.io/library/x:0", "istag/s0:t1", "is/s1",
    ]

    /// What differs in a fleet is what differs in the file.
    private func expectSameDifference(
        _ address: String, _ path: String, _ cluster: String, _ from: Instant, _ to: Instant?
    ) throws {
        let places = [Filter(cluster: cluster), Filter(cluster: cluster, namespaces: ["shop"])]
        for filter in places + [Filter(cluster: cluster, kinds: [.imageStreamTag, .deployment])] {
            let mine = Result {
                try Difference(from: RecordReader(path: path, at: from), to: RecordReader(path: path, at: to), filter).answer
            }.mapError { "\($0)" as Words }
            let theirs = Result {
                try FleetReader(Connection(address), at: to).answer(FleetRequest(.difference(from: from), filter, at: to))
            }.mapError { "\($0)" as Words }
            if to == nil, filter.namespaces.isEmpty, filter.kinds.isEmpty { #expect(try !mine.get().rows.isEmpty) }
            #expect(mine == theirs, "diff of \(cluster) from \(from) to \(to?.description ?? "now")")
        }
    }

    /// Differences and reports of a copy are those of the file.
    private func expectSamePeriods(_ path: String, _ mirror: String, _ cluster: String, _ from: Instant, _ to: Instant) throws {
        let filter = Filter(cluster: cluster)
        let diffs = try [path, mirror].map { path in
            try Difference(from: RecordReader(path: path, at: from), to: RecordReader(path: path, at: to), filter).answer
        }
        #expect(diffs[0] == diffs[1], "diff of \(cluster) from \(from) to \(to)")
        let period = try #require(ReportPeriod(from: from, to: to))
        let reports = try [path, mirror].map { path in
            let record = try RecordReader(path: path, at: to)
            return try [record.stale(filter, in: period), record.problems(filter, in: period)]
        }
        #expect(reports[0] == reports[1], "stale and problems of \(cluster) from \(from) to \(to)")
        let weeks = try [path, mirror].map { path in
            try WeeklyReport(path: path, period: period, filter: filter, now: to)
        }
        for (mine, theirs) in zip(Mirror(reflecting: weeks[0]).children, Mirror(reflecting: weeks[1]).children)
        where mine.label != "path" {
            #expect("\(mine.value)" == "\(theirs.value)", "report's \(mine.label ?? "") of \(cluster) from \(from) to \(to)")
        }
    }

    /// What is asked of a copy alone.
    private func expectSameOfCopy(_ file: RecordReader, _ copy: RecordReader, _ filter: Filter, _ place: String) throws {
        #expect(try file.problems(filter) == copy.problems(filter), "problems of \(place)")
        #expect(try Cleanup(in: file, filter).answer == Cleanup(in: copy, filter).answer, "cleanup of \(place)")
        for subject in ["istag/s0:t0", "is/s1", "deployment/w0", "cronjob/w1"] {
            let mine = Result { try file.history(of: Subject(subject), filter) }.mapError { "\($0)" as Words }
            let theirs = Result { try copy.history(of: Subject(subject), filter) }.mapError { "\($0)" as Words }
            #expect((try? mine.get()) == (try? theirs.get()), "history \(subject) of \(place)")
        }
        for image in Self.images + ["deployment/w0"] {
            let mine = Result { try file.used(image, filter) }.mapError { "\($0)" as Words }
            let theirs = Result { try copy.used(image, filter) }.mapError { "\($0)" as Words }
            #expect((try? mine.get()) == (try? theirs.get()), "used \(image) of the copy of \(place)")
        }
    }

    @Test("images of a fleet of one file are the file's, now and then")
    func images() throws {
        var random = SplitMix(5)
        let (_, address, _) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha"]], seed: 77)
        try files.record(0, 30)
        _ = try Publisher(RecordReader(path: files.paths[0]), to: Connection(address)).publish()
        for at in [nil] + files.instants(&random, 8, looks: 30) {
            let (file, fleet) = (try RecordReader(path: files.paths[0], at: at), try FleetReader(Connection(address), at: at))
            for name in ["images", "images_history"] {
                let view = try #require(View.named(name))
                #expect(try file.standing(view).rows == fleet.standing(view).rows, "\(name) at \(at?.description ?? "now")")
            }
        }
    }

    @Test(
        "a difference over several clusters names those of which nothing was recorded yet, and is refused where that is all of them"
    )
    func youngCluster() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        let folder = try Folder()
        let path = "\(folder.path)/two.db"
        let writer = try RecordWriter(path: path)
        var histories = ["alpha", "beta"].map { RandomHistory(seed: 90, cluster: $0) }
        for look in 0..<12 {
            for index in histories.indices {
                let snapshot = histories[index].next()
                if index == 0 || look > 7 { _ = try writer.record(snapshot) }
            }
        }
        _ = try Publisher(RecordReader(path: path), to: Connection(address)).publish()
        let from = Instant(secondsSince1970: 1_700_000_000 + 900 * 4)
        let answers = [
            try Difference(from: RecordReader(path: path, at: from), to: RecordReader(path: path)).answer,
            try FleetReader(Connection(address)).answer(FleetRequest(.difference(from: from))),
        ]
        #expect(answers[0] == answers[1])
        for answer in answers {
            #expect(!answer.rows.isEmpty && answer.rows.allSatisfy { $0[0] == .text("alpha") })
            #expect(answer.notes.contains { if case .nothingYet(let cluster, _, _) = $0 { cluster == "beta" } else { false } })
        }
        let beta = Filter(cluster: "beta")
        #expect(throws: QuestionError.self) {
            try Difference(from: RecordReader(path: path, at: from), to: RecordReader(path: path), beta)
        }
        #expect(throws: QuestionError.self) {
            try FleetReader(Connection(address)).answer(FleetRequest(.difference(from: from), beta))
        }
    }

    @Test("publishing again writes nothing; a record that went on is gone on with")
    func replay() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha"]], seed: 3)
        try files.record(0, 8)
        let first = try Publisher(RecordReader(path: files.paths[0]), to: Connection(address)).publish()
        #expect(first.map(\.snapshots) == [8])
        let counts = try Self.counts(address)
        #expect(try Publisher(RecordReader(path: files.paths[0]), to: Connection(address)).publish().map(\.rows) == [0])
        #expect(try Self.counts(address) == counts)
        try files.record(0, 1)
        #expect(try Publisher(RecordReader(path: files.paths[0]), to: Connection(address)).publish().map(\.snapshots) == [1])
    }

    @Test("what was pruned is pruned there, and the chain still verifies", arguments: [4, 5] as [UInt64])
    func prune(seed: UInt64) throws {
        let (_, address, _) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha"], ["beta"]], seed: seed)
        for file in 0..<2 { try files.record(file, 20) }
        for path in files.paths { _ = try Publisher(RecordReader(path: path), to: Connection(address)).publish() }
        for cutAt in [Int64(10), 14] {
            _ = try RecordWriter(path: files.paths[0]).prune(
                keepingSince: Instant(secondsSince1970: 1_700_000_000 + 900 * cutAt), done: true)
            try files.record(0, 2)
            let outcome = try Publisher(RecordReader(path: files.paths[0]), to: Connection(address), changesAtOnce: 7).publish()
            #expect(outcome.map(\.replaced) == [.pruned])
            let folder = try Folder()
            for at in [
                nil, Instant(secondsSince1970: 1_700_000_000 + 900 * 16), Instant(secondsSince1970: 1_700_000_000 + 900 * 4),
            ] {
                try expectSame(address, files.paths[0], "alpha", at, folder)
                try expectSame(address, files.paths[1], "beta", at, folder)
            }
        }
    }

    @Test("a fork, an older copy and another record under the name are refused by name; --replace takes the file's word")
    func forks() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha"], ["alpha"]], seed: 9)
        try files.record(0, 5)
        let older = "\(files.folder.path)/older.db"
        _ = try RecordReader(path: files.paths[0]).backUp(to: older)
        try files.record(0, 3)
        _ = try Publisher(RecordReader(path: files.paths[0]), to: Connection(address)).publish()
        let counts = try Self.counts(address)

        #expect {
            try Publisher(RecordReader(path: older), to: Connection(address)).publish()
        } throws: { "\($0)".contains("cluster alpha") && "\($0)".contains("older copy") && "\($0)".contains("--fetch alpha") }
        // The older copy goes on by itself.
        var other = RandomHistory(seed: 1234, cluster: "alpha")
        _ = other.snapshots(20)
        try RecordWriter(path: older).record(other.next())
        #expect {
            try Publisher(RecordReader(path: older), to: Connection(address)).publish()
        } throws: {
            "\($0)".contains("the two part after \(Instant(secondsSince1970: 1_700_000_000 + 900 * 5))")
                && "\($0)".contains("--replace alpha")
        }
        try files.record(1, 4)
        #expect {
            try Publisher(RecordReader(path: files.paths[1]), to: Connection(address)).publish()
        } throws: { "\($0)".contains("no snapshot in common") }
        #expect(try Self.counts(address) == counts)

        let outcome = try Publisher(RecordReader(path: older), to: Connection(address)).publish(cluster: "alpha", replace: true)
        #expect(outcome.map(\.snapshots) == [6])
        try expectSame(address, older, "alpha", nil, try Folder())
    }

    @Test("a row that somebody changed or took away there is found by verifying, and nothing is published over it")
    func tampering() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha"]], seed: 21)
        try files.record(0, 12)
        _ = try Publisher(RecordReader(path: files.paths[0]), to: Connection(address)).publish()
        try Connection(address).run(
            "UPDATE isinventory.workload_history SET replicas = replicas + 1 WHERE uid IS NOT NULL AND replicas IS NOT NULL")
        let copy = "\(files.folder.path)/copy.db"
        try FleetMirror(Connection(address)).update(copy, cluster: "alpha")
        #expect(try !RecordReader(path: copy).verify().holds)
        try Connection(address).run("DELETE FROM isinventory.container_history")
        try files.record(0, 20)
        #expect {
            try Publisher(RecordReader(path: files.paths[0]), to: Connection(address)).publish()
        } throws: { "\($0)".contains("container_history") && "\($0)".contains("--replace alpha") }
    }

    @Test("texts with NULs come back to the letter")
    func texts() {
        for text in ["", "a", "\0", "␀", "␀0", "a\0␀b", "é\u{301}\0", "\0\0␀␀0"] {
            #expect(PlainText.read(PlainText.written(text)) == text)
        }
        for text in ["\0", "a\0␀b"] { #expect(!PlainText.written(text).utf8.contains(0)) }
    }

    /// How many rows each table has.
    static func counts(_ address: String) throws -> [String] {
        let connection = try Connection(address)
        return try PublishedTable.all.map { table in
            "\(table.name) \(try connection.rows("SELECT count(*) FROM isinventory.\(table.name)").first?.first.flatMap { $0 } ?? "")"
        }
    }
}

extension View {
    /// Whether its rows hang on what is known of which digests are one image.
    fileprivate var tellsNames: Bool { ["containers", "running", "running_history"].contains(name) }
}

private struct Words: Error, Equatable, ExpressibleByStringInterpolation {
    let text: String
    init(stringLiteral value: String) { text = value }
}
