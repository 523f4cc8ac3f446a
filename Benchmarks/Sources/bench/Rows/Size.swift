import Glibc

extension Measurement {
    /// What a year takes on disk.
    func size() throws -> [Row] {
        let year = try Scratch.year(snapshots)
        let bytes = fileSize(year) ?? .nan
        let changes = Double(try FlatTable.answer(year, "SELECT sum(changes) FROM snapshots")) ?? .nan
        let first = Double(try FlatTable.answer(year, "SELECT changes FROM snapshots ORDER BY snapshot LIMIT 1")) ?? .nan
        let beginning = fileSize(try Scratch.year(1)) ?? .nan
        return try [
            Row(
                what: "year database, bytes a change, all indexes and judgements in", against: "–", goal: .most(215, "bytes"),
                value: bytes / changes, unit: "bytes",
                detail: "\(megabytes(bytes)), \(Int(changes)) changes, the first snapshot's \(Int(first)) among them"),
            Row(
                what: "what the year added to the first snapshot, a change", against: "–", goal: .most(200, "bytes"),
                value: (bytes - beginning) / (changes - first), unit: "bytes",
                detail: "\(megabytes(bytes - beginning)), \(Int(changes - first)) changes"),
            fullRows(bytes),
        ] + running()
    }

    /// What it takes with Pods.
    private func running() throws -> [Row] {
        let year = try Scratch.runningYear(snapshots)
        let bytes = fileSize(year) ?? .nan
        let changes = Double(try FlatTable.answer(year, "SELECT sum(changes) FROM snapshots")) ?? .nan
        let runs = Double(try FlatTable.answer(year, "SELECT count(*) FROM running_history")) ?? .nan
        return [
            Row(
                what: "the same year with its 30,000 Pods, bytes a change", against: "–", goal: .most(300, "bytes"),
                value: bytes / changes, unit: "bytes",
                detail: "\(Int(changes)) changes, \(Int(runs)) rows of `running_history`"),
            Row(
                what: "its size", against: "–", goal: .most(120, "MB"), value: bytes / 1e6, unit: "MB",
                detail: "\(megabytes(bytes))"),
        ]
    }

    /// A day is written, since a year of it would fill the disk.
    private func fullRows(_ year: Double) throws -> Row {
        let flat = try FlatTable(of: Scratch.year(snapshots), program)
        let day = Scratch.path("full-rows.db")
        removeDatabase(day)
        let istags = Scratch.path("istags.csv")
        var dump = isinventory("get", "istags", "-o", "csv", "--db", try Scratch.year(snapshots))
        dump.output = istags
        try dump.run()
        let look =
            "WITH RECURSIVE look (taken_at) AS (SELECT 1 UNION ALL SELECT taken_at + 1 FROM look WHERE taken_at < 96)"
        try Command(
            "sqlite3", day, "PRAGMA journal_mode = OFF", ".import --csv \(istags) istags",
            """
            ATTACH '\(flat.path)' AS flat;
            CREATE TABLE container AS
                \(look)
                SELECT look.taken_at, c.* FROM look CROSS JOIN flat.containers c;
            CREATE TABLE istag AS
                \(look)
                SELECT look.taken_at, i.* FROM look CROSS JOIN istags i;
            DROP TABLE istags;
            VACUUM;
            """
        ).run()
        let bytes = fileSize(day) ?? .nan
        unlink(day)
        return Row(
            what: "year database", against: "a row an object and snapshot, no index", goal: .within(1),
            value: year / (bytes / 96 * Double(snapshots)),
            detail: "\(megabytes(bytes)) measured for one day; its \(snapshots / 96)-fold is reckoned, not written")
    }

    /// The same snapshots as git keeps them.
    func git() throws -> [Row] {
        let year = fileSize(try Scratch.year(snapshots)) ?? .nan
        let packed = try GitRepository(snapshots: snapshots).packed()
        return [
            Row(
                what: "year database", against: "a commit a snapshot, a file an object, packed", goal: .within(1),
                value: year / packed, detail: "\(megabytes(year)) against \(megabytes(packed)), both in full")
        ]
    }
}
