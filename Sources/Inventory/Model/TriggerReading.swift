public import Texts

/// One entry of the annotation `image.openshift.io/triggers`, with what Go's decoder would make of it.
public struct TriggerEntry: Sendable, Equatable {
    /// `from.kind`.
    @Exact public var kind = ""
    /// `from.name`.
    @Exact public var name = ""
    /// `from.namespace`; empty means the object's own.
    @Exact public var namespace = ""
    /// `fieldPath`.
    @Exact public var fieldPath = ""
    /// `paused`.
    public var isPaused = false

    /// An entry that says nothing yet.
    public init() {}
}

/// Why the controller makes nothing of a trigger.
public enum TriggerFault: Sendable, Hashable {
    /// The annotation is not JSON.
    case notJSON
    /// The annotation is not a list.
    case notAList
    /// A field of the annotation is not of its type, such as a paused that is text.
    case wrongType
    /// Two triggers have one field path, for which the whole annotation is refused.
    case samePath(String)
    /// A field path leads to none of the object's containers, for which the whole object is given up.
    case noSuchContainer(path: String)
    /// It follows something else than a tag; empty where it does not say what.
    case notATag(kind: String)
    /// It follows what is no `STREAM:TAG`; empty where it does not say what.
    case noTagName(String)
    /// Its field path is not within the pod template, so it is passed over.
    case outsideTemplate(path: String)
    /// Its field path cannot be followed to a container.
    case noContainer(path: String)

    /// Compares bytes.
    public static func == (left: TriggerFault, right: TriggerFault) -> Bool {
        switch (left, right) {
        case (.notJSON, .notJSON), (.notAList, .notAList), (.wrongType, .wrongType): true
        case (.samePath(let mine), .samePath(let other)), (.noSuchContainer(let mine), .noSuchContainer(let other)),
            (.notATag(let mine), .notATag(let other)), (.noTagName(let mine), .noTagName(let other)),
            (.outsideTemplate(let mine), .outsideTemplate(let other)), (.noContainer(let mine), .noContainer(let other)):
            mine.hasSameBytes(as: other)
        default: false
        }
    }
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
        /// It never will.
        case unreadable(TriggerFault)
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
    public static func unreadable(_ fault: TriggerFault) -> [TriggerReading] {
        [TriggerReading(container: nil, tag: nil, state: .unreadable(fault))]
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
        guard id.kind != .deploymentConfig, let fault = fatalFault(entries, readings, of: id) else { return readings }
        return readings.map { reading in
            if case .unreadable = reading.state { return reading }
            return TriggerReading(container: reading.container, tag: reading.tag, state: .unreadable(fault))
        }
    }

    private static func fatalFault(_ entries: [TriggerEntry], _ readings: [TriggerReading], of id: Workload.ID) -> TriggerFault? {
        var paths: Set<ExactText> = []
        for entry in entries where !paths.insert(ExactText(entry.fieldPath)).inserted {
            return .samePath(entry.fieldPath)
        }
        for (entry, reading) in zip(entries, readings)
        where reading.container == nil && reading.tag != nil && !entry.isPaused
            && ContainerPath.isWithinTemplate(entry.fieldPath, of: id.kind)
        {
            return .noSuchContainer(path: entry.fieldPath)
        }
        return nil
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
            state = .unreadable(.notATag(kind: entry.kind))
        } else if tag == nil {
            state = .unreadable(.noTagName(entry.name))
        } else if !isWithin {
            state = .unreadable(.outsideTemplate(path: entry.fieldPath))
        } else if container == nil {
            state = .unreadable(.noContainer(path: entry.fieldPath))
        } else {
            state = .live
        }
    }
}

extension ImageStreamTag.ID {
    /// Reads `stream:tag`; nil for anything else.
    public init?(namespace: String, name: String) {
        let parts = name.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(namespace: namespace, stream: String(Substring(parts[0])), tag: String(Substring(parts[1])))
    }
}
