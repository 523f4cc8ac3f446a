import Glibc

/// The files that the measurements read, made once and kept: the same in every run.
enum Scratch {
    nonisolated(unsafe) private(set) static var folder = ".bench"

    static func use(_ path: String) throws {
        folder = path
        try makeFolder(path)
    }

    /// The list of so many Deployments, as `oc get deployments -A -o json` prints it.
    static func deployments(_ count: Int) throws -> String {
        try made("deployments-\(count).json") { ["dump", "\(count)", $0] }
    }

    /// The list of all objects of a cluster of a named size.
    static func cluster(_ size: String) throws -> String {
        try made("\(size).json") { ["dump", size, $0] }
    }

    /// The record of so many quarter-hour snapshots.
    static func year(_ snapshots: Int) throws -> String {
        try made("year-\(snapshots).db") { ["year", "\(snapshots)", $0] }
    }

    /// The same with what its Pods run.
    static func runningYear(_ snapshots: Int) throws -> String {
        try made("running-\(snapshots).db") { ["year", "\(snapshots)", $0, "running"] }
    }

    /// The same of the cluster that is reported on.
    static func reportedYear(_ snapshots: Int) throws -> String {
        try made("reported-\(snapshots).db") { ["year", "\(snapshots)", $0, "reported"] }
    }

    /// So many snapshots, spread over a year, of a cluster as large as they come: 50,000 workloads, 100,000 tags.
    static func wide(_ snapshots: Int, by program: String) throws -> String {
        try made("wide-\(snapshots).db", by: program) { [$0, "\(snapshots)", "50000", "10000", "10"] }
    }

    /// A path for what a measurement writes.
    static func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// A file made under another name and renamed when it is whole.
    static func made(
        _ name: String, by program: String = "/proc/self/exe", _ words: (String) throws -> [String]
    ) throws -> String {
        let path = path(name)
        guard fileSize(path) == nil else { return path }
        tell("making \(path)")
        let partial = path + ".part"
        removeDatabase(partial)
        var itself = Command([program] + (try words(partial)))
        itself.output = "/dev/null"
        try itself.run()
        guard rename(partial, path) == 0 else { throw Failure("\(path): cannot be made") }
        return path
    }
}
