import ClusterAPI
import FakeCluster
import Foundation
import Model
import Questions
import Record
import Synchronization
import Testing

@testable import Collector

/// Sixty snapshots in the suite; `make soak` takes a thousand, and then memory and descriptors are looked at too.
@Suite("Snapshot after snapshot of a cluster that changes and fails at random") struct SoakTests {
    private static let rounds = ProcessInfo.processInfo.environment["ISINVENTORY_SOAK"].flatMap { Int($0) } ?? 60
    private static let isAlone = ProcessInfo.processInfo.environment["ISINVENTORY_SOAK"] != nil

    @Test("loses no change, takes nothing for gone that was not looked at, and stays whole", .timeLimit(.minutes(60)))
    func soak() async throws {
        let life = Mutex(LivingFake(seed: 20_261_125))
        try await LiveRecord.with(life.withLock { $0.contents }) { live in
            live.source.pageSize = 7
            live.source.limits.requestTimeout = .seconds(2)
            live.source.limits.attempts = 3
            live.source.scope = .all
            live.server.keepLog(Self.isAlone == false)
            var chance = SeededGenerator(seed: 7)
            var truth = Truth()
            var footprints: [Footprint] = []
            for round in 0..<Self.rounds {
                try await Self.round(round, live, life, &chance, &truth)
                if round % 10 == 9 {
                    live.server.forgetRequests()
                    footprints.append(try Footprint())
                }
            }
            try Self.check(live, truth)
            if Self.isAlone { Self.report(footprints) }
        }
    }

    /// One look, with whatever goes wrong meanwhile, and what it must have left in the record.
    private static func round(
        _ round: Int, _ live: LiveRecord, _ life: borrowing Mutex<LivingFake>, _ chance: inout SeededGenerator,
        _ truth: inout Truth
    ) async throws {
        // What the server shows at any time during the look; a list may be of any of these states.
        let first = life.withLock { life in
            life.live()
            return life
        }
        live.server.show(first.contents)
        let shown = Shown(first)
        let moment = Int.random(in: 0..<12, using: &chance)
        let server = live.server
        server.beforeEach { _ in
            shown.change(at: moment) { server.show($0.contents) }
        }
        live.server.clearFaults()
        for _ in 0..<Int.random(in: 0...2, using: &chance) { live.server.inject(.random(using: &chance)) }
        if round % 5 == 4 { live.server.compact() }
        let outcome = try? await live.look()
        live.server.beforeEach(nil)
        life.withLock { $0 = shown.last }
        let instant = noon.advanced(by: Int64(round + 1) * 900)
        let states = shown.states
        if let outcome { try truth.take(outcome, states, live, at: instant) }
    }

    private static func check(_ live: LiveRecord, _ truth: Truth) throws {
        #expect(truth.looks > rounds / 2, "most looks succeed")
        #expect(truth.incomplete > 0, "some lists fail for good")
        for moment in truth.history {
            #expect(
                try Truth.containers(live, at: moment.instant) == truth.lines(moment.containers),
                "containers as of \(moment.instant)")
            #expect(try Truth.tags(live, at: moment.instant) == truth.lines(moment.tags), "tags as of \(moment.instant)")
        }
        let known = Set(
            try live.rows("SELECT namespace || '/' || istag, new_digest FROM digest_changes")
                + live.rows("SELECT namespace || '/' || istag, digest FROM istags_history"))
        #expect(truth.revisions.subtracting(known) == [], "every digest a tag ever showed is in the record")
        #expect(try RecordReader(path: live.store.path).verify().findings == [])
    }

    private static func report(_ footprints: [Footprint]) {
        // The first third warms up: pools, caches, the file's own growth. Swift Testing keeps the backtrace of every error ever thrown,
        // 7 kB a look with these faults, so this cannot be flat; `scripts/soak` looks at the released program by itself.
        let settled = footprints.dropFirst(footprints.count / 3)
        let resident = settled.map(\.resident)
        let descriptors = settled.map(\.descriptors)
        print(
            "soak: \(rounds) snapshots; resident \(resident.min() ?? 0) to \(resident.max() ?? 0) kB (last \(resident.last ?? 0)), "
                + "descriptors \(descriptors.min() ?? 0) to \(descriptors.max() ?? 0) (last \(descriptors.last ?? 0))")
        guard let first = settled.first, let last = settled.last, settled.count > 5 else { return }
        #expect(last.resident - first.resident < 12_288, "resident memory grew from \(first.resident) to \(last.resident) kB")
        #expect(last.descriptors - first.descriptors < 8, "descriptors grew from \(first.descriptors) to \(last.descriptors)")
    }
}

/// The states a server showed during one look.
private final class Shown: Sendable {
    private let inner: Mutex<(states: [LivingFake], requests: Int)>

    init(_ first: LivingFake) { inner = Mutex(([first], 0)) }

    var states: [LivingFake] { inner.withLock { $0.states } }
    var last: LivingFake { inner.withLock { $0.states[$0.states.count - 1] } }

    /// Lets the cluster live on once so many requests have come.
    func change(at moment: Int, _ show: (LivingFake) -> Void) {
        let next = inner.withLock { inner -> LivingFake? in
            inner.requests += 1
            guard inner.requests == moment else { return nil }
            var next = inner.states[inner.states.count - 1]
            next.live()
            inner.states.append(next)
            return next
        }
        if let next { show(next) }
    }
}

/// What the record must hold, kept in full copies.
private struct Truth {
    /// The lines that stood at an instant, by number: what the truth itself takes is to stay small beside what is looked for.
    private(set) var history: [(instant: Instant, containers: [Int32], tags: [Int32])] = []
    private(set) var revisions: Set<String> = []
    private(set) var looks = 0
    private(set) var incomplete = 0
    private var containers: Set<String> = []
    private var tags: Set<String> = []
    private var numbers: [String: Int32] = [:]
    private var lines: [String] = []

    static func containers(_ live: LiveRecord, at instant: Instant? = nil) throws -> Set<String> {
        Set(
            try live.rows(
                """
                SELECT c.namespace || '/' || c.name, w.uid, c.container, c.image FROM containers c
                JOIN workloads w ON w.namespace = c.namespace AND w.name = c.name AND w.kind = c.kind
                """, at: instant))
    }

    static func tags(_ live: LiveRecord, at instant: Instant? = nil) throws -> Set<String> {
        Set(try live.rows("SELECT namespace || '/' || istag, digest FROM istags", at: instant))
    }

    /// - Parameter states: What the server showed meanwhile; a complete list is one of them whole; one that broke off
    ///   closes nothing.
    mutating func take(_ look: ClusterLook, _ states: [LivingFake], _ live: LiveRecord, at instant: Instant) throws {
        looks += 1
        let found = try (Truth.containers(live), Truth.tags(live))
        if look.outcome(.deployment) == .complete {
            #expect(states.contains { $0.containers == found.0 }, "the Deployments at \(instant) are those of one moment")
            containers = found.0
        } else {
            incomplete += 1
            expect(found.0, follows: containers, or: states.map(\.containers), "Deployments at \(instant)")
            containers = found.0
        }
        if look.outcome(.imageStream) == .complete {
            let state = states.first { $0.tags == found.1 }
            #expect(state != nil, "the tags at \(instant) are those of one moment")
            tags = found.1
            if let state { revisions.formUnion(state.revisions) }
        } else {
            incomplete += 1
            expect(found.1, follows: tags, or: states.map(\.tags), "tags at \(instant)")
            tags = found.1
        }
        history.append((instant, numbered(containers), numbered(tags)))
    }

    func lines(_ numbers: [Int32]) -> Set<String> { Set(numbers.map { lines[Int($0)] }) }

    private mutating func numbered(_ found: Set<String>) -> [Int32] {
        found.map { line in
            if let number = numbers[line] { return number }
            let number = Int32(lines.count)
            lines.append(line)
            numbers[line] = number
            return number
        }
    }
}

/// After a list that broke off, each object stands as it was, or as one of the pages before the break showed it; none is gone.
private func expect(_ found: Set<String>, follows before: Set<String>, or states: [Set<String>], _ what: Comment) {
    func objects(_ lines: Set<String>) -> [Substring: Set<String>] {
        Dictionary(grouping: lines) { $0.prefix { $0 != " " } }.mapValues(Set.init)
    }
    let (found, before, states) = (objects(found), objects(before), states.map(objects))
    for (name, lines) in found {
        #expect(lines == before[name] || states.contains { $0[name] == lines }, what)
    }
    #expect(Set(before.keys).subtracting(found.keys) == [], what)
}

/// What this process holds.
private struct Footprint {
    /// `VmRSS` of proc(5), in kB.
    let resident: Int
    /// Open files and sockets.
    let descriptors: Int

    init() throws {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        resident = Int(line.filter(\.isNumber)) ?? 0
        descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
}
