public import Model
public import Words

/// How a cluster's loop is, for a monitor that may know its name.
public enum LoopState: Sendable, Equatable {
    /// It did something lately.
    case alive
    /// It did nothing for so many seconds, which is too long.
    case silent(seconds: Int64)
    /// The newest look is recorded, or what was recorded before is as new as it should be.
    case recorded(Instant?)
    /// The newest look is not.
    case notRecorded
    /// It was started again within a period, and the record is as new as it should be.
    case waiting
    /// It has not looked yet.
    case notLooked

    /// Whether a monitor should be content.
    public var isWell: Bool {
        switch self {
        case .alive, .recorded, .waiting: true
        case .silent, .notRecorded, .notLooked: false
        }
    }
}

extension LoopState: Explainable {
    /// The state in a few words.
    public var sentence: String {
        switch self {
        case .alive: "alive"
        case .silent(let seconds): "silent for \(seconds) s, which is too long"
        case .recorded(let instant): instant.map { "recorded at \($0)" } ?? "recorded"
        case .notRecorded: "the newest look was not recorded"
        case .waiting: "waiting for the next tick"
        case .notLooked: "not looked yet"
        }
    }
}

/// What a monitor is told where it asks for a page that there is not.
public struct NoMonitorPage: Sendable {
    /// Nothing more is known of it.
    public init() {}
}

extension NoMonitorPage: Explainable {
    /// What there is.
    public var sentence: String { "there is /healthz, /readyz and /metrics here" }
}

/// A figure that Prometheus may read, by its name there.
public enum Metric: String, Sendable, CaseIterable {
    case buildInfo = "isinventory_build_info"
    case findings = "isinventory_findings"
    case databaseBytes = "isinventory_database_bytes"
    case lastSuccess = "isinventory_last_success_timestamp_seconds"
    case lastRecorded = "isinventory_last_recorded_timestamp_seconds"
    case lastAttempt = "isinventory_last_attempt_timestamp_seconds"
    case nextTick = "isinventory_next_tick_timestamp_seconds"
    case lastDuration = "isinventory_last_duration_seconds"
    case period = "isinventory_period_seconds"
    case followWatches = "isinventory_follow_watches"
    case looking = "isinventory_looking"
    case objects = "isinventory_objects"
    case kindSeen = "isinventory_kind_seen_timestamp_seconds"
    case coverage = "isinventory_coverage"
    case snapshots = "isinventory_snapshots_total"
    case changes = "isinventory_changes_total"
    case errors = "isinventory_errors_total"
    case receivedBytes = "isinventory_received_bytes_total"
    case requests = "isinventory_requests_total"
    case skippedTicks = "isinventory_skipped_ticks_total"
    case followSnapshots = "isinventory_follow_snapshots_total"
    case followEvents = "isinventory_follow_events_total"
    case followRestarts = "isinventory_follow_restarts_total"
    case followCorrections = "isinventory_follow_corrections_total"
    // Under the names that Prometheus' own libraries use.
    case residentMemory = "process_resident_memory_bytes"
    case openDescriptors = "process_open_fds"
    case processorSeconds = "process_cpu_seconds_total"
}

extension Metric: Explainable {
    /// What it counts, as `# HELP` has it.
    public var sentence: String {
        switch self {
        case .buildInfo: "1, with the version of the program."
        case .findings:
            "What teams should look at, by namespace: the 200 with the most one by one, the others together without a name."
        case .databaseBytes: "Size of the record file, SQLite's journal beside it included."
        case .lastSuccess: "When the newest snapshot was taken in which all that was asked for was answered."
        case .lastRecorded: "When the newest recorded snapshot was taken, however much of the cluster it saw."
        case .lastAttempt: "When the newest look began, recorded or not."
        case .nextTick: "When the next look is due."
        case .lastDuration: "How long the newest look took, recording included."
        case .period: "Time between two looks."
        case .followWatches: "Watches that listen to the cluster between two looks."
        case .looking: "1 while the cluster is being looked at, else 0."
        case .objects:
            "Objects of a kind when it was last seen whole. A kind that could not be looked at keeps its number: that is no deletion."
        case .kindSeen: "When a kind was last seen whole; of several namespaces, the one longest ago."
        case .coverage: "Scopes (namespaces, or 1 for all of them) of a kind by how the newest recorded look went there."
        case .snapshots: "Looks by how they ended."
        case .changes: "Changes recorded."
        case .errors: "What went wrong, by kind of error."
        case .receivedBytes: "Bytes of the cluster's answers, after decompression."
        case .requests: "Requests sent to the cluster."
        case .skippedTicks: "Ticks left out because the look before took too long."
        case .followSnapshots: "Snapshots of what watches told between two looks."
        case .followEvents: "Objects that watches showed, or told to be deleted."
        case .followRestarts: "Watches that broke off, or came to their time's end, and were asked for again."
        case .followCorrections:
            "Objects in which a look found something else than watches had told. Anything but 0 is worth a look at the log."
        case .residentMemory: "Resident memory size in bytes."
        case .openDescriptors: "Number of open file descriptors."
        case .processorSeconds: "Total user and system CPU time spent in seconds."
        }
    }
}
