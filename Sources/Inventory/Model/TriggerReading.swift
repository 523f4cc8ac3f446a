/// One entry of the annotation `image.openshift.io/triggers`, with what Go's decoder would make of it.
public struct TriggerEntry: Sendable, Equatable {
    /// `from.kind`.
    public var kind = ""
    /// `from.name`.
    public var name = ""
    /// `from.namespace`; empty means the object's own.
    public var namespace = ""
    /// `fieldPath`.
    public var fieldPath = ""
    /// `paused`.
    public var isPaused = false

    /// An entry that says nothing yet.
    public init() {}
}

/// What the controller makes of one trigger.
///
/// The rule is openshift/library-go's, `pkg/image/trigger/annotations.go`. It decodes the whole annotation or nothing of it, refuses two
/// triggers for one field, passes over what is paused or outside the pod template, and gives up on the object, the other triggers
/// included, at a field path that it cannot follow. The image trigger controller follows ImageStreamTags only.
public struct TriggerReading: Sendable, Equatable {
    /// Whether it writes images.
    public enum State: Sendable, Equatable {
        /// It does, whenever its tag moves.
        case live
        /// Somebody paused it.
        case paused
        /// It never will, for a reason that completes "the trigger controller …".
        case unreadable(String)
    }

    /// The place of the container it would fill among the workload's; nil where it names none.
    public let container: Int?
    /// The tag it would fill it from; nil where it names none.
    public let tag: ImageStreamTag.ID?
    /// Whether it does.
    public let state: State

    /// The tag that ties the container: that of a live or a paused trigger, since pausing one says how a container is filled, not that
    /// it is filled from elsewhere.
    public var tie: ImageStreamTag.ID? {
        if case .unreadable = state { nil } else { tag }
    }

    /// Why an annotation that is not a list of triggers is none.
    public static func unreadable(_ reason: String) -> [TriggerReading] {
        [TriggerReading(container: nil, tag: nil, state: .unreadable("cannot read image.openshift.io/triggers: \(reason)"))]
    }

    /// Reads a workload's triggers.
    ///
    /// - Parameters:
    ///   - entries: What the annotation says.
    ///   - id: The workload.
    ///   - containers: Its containers.
    public static func read(_ entries: [TriggerEntry], of id: Workload.ID, containers: [Container]) -> [TriggerReading] {
        let readings = entries.map { TriggerReading($0, of: id, containers) }
        // A DeploymentConfig's own triggers are no annotation: the API server checked each, and each stands for itself.
        guard id.kind != .deploymentConfig, let reason = fatalReason(entries, readings, of: id) else { return readings }
        return readings.map { reading in
            if case .unreadable = reading.state { return reading }
            return TriggerReading(container: reading.container, tag: reading.tag, state: .unreadable(reason))
        }
    }

    private static func fatalReason(_ entries: [TriggerEntry], _ readings: [TriggerReading], of id: Workload.ID) -> String? {
        var paths: Set<String> = []
        for entry in entries where !paths.insert(entry.fieldPath).inserted {
            return "cannot read image.openshift.io/triggers: two triggers have the field path \(shown(entry.fieldPath))"
        }
        for (entry, reading) in zip(entries, readings)
        where reading.container == nil && reading.tag != nil && !entry.isPaused
            && ContainerPath.isWithinTemplate(entry.fieldPath, of: id.kind)
        {
            return "gives up on the whole object at the field path \(shown(entry.fieldPath)), which names none of its containers"
        }
        return nil
    }

    /// An annotation may be long; a sentence about it is not.
    private static func shown(_ text: String) -> String {
        text.utf8.count <= 200 ? text : String(text.unicodeScalars.prefix(100)) + "…"
    }

    private init(container: Int?, tag: ImageStreamTag.ID?, state: State) {
        self.container = container
        self.tag = tag
        self.state = state
    }

    private init(_ entry: TriggerEntry, of id: Workload.ID, _ containers: [Container]) {
        let isWithin = ContainerPath.isWithinTemplate(entry.fieldPath, of: id.kind)
        container = isWithin ? ContainerPath(entry.fieldPath)?.place(in: containers) : nil
        tag =
            entry.kind == "ImageStreamTag"
            ? ImageStreamTag.ID(namespace: entry.namespace.isEmpty ? id.namespace : entry.namespace, name: entry.name) : nil
        if entry.isPaused {
            state = .paused
        } else if entry.kind != "ImageStreamTag" {
            state = .unreadable(
                "follows image stream tags only, not \(entry.kind.isEmpty ? "what has no kind" : "a \(Self.shown(entry.kind))")")
        } else if tag == nil {
            state = .unreadable(
                "needs a name like STREAM:TAG to follow\(entry.name.isEmpty ? "" : ", not \(Self.shown(entry.name))")")
        } else if !isWithin {
            state = .unreadable(
                "passes over the field path \(Self.shown(entry.fieldPath)), which is not within the pod template of this kind")
        } else if container == nil {
            state = .unreadable("cannot follow the field path \(Self.shown(entry.fieldPath)) to a container")
        } else {
            state = .live
        }
    }
}

extension ImageStreamTag.ID {
    /// Reads `stream:tag`; nil for anything else.
    public init?(namespace: String, name: String) {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(namespace: namespace, stream: String(parts[0]), tag: String(parts[1]))
    }
}
