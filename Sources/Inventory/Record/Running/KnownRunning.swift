public import Model
public import Texts

extension RunningImage {
    /// How an image is told from others that the same container's Pods run.
    public enum Naming: Int64, Sendable, Hashable, Comparable {
        /// By the digest that was pulled.
        case pulled = 0
        /// By its local ID, the digest of its configuration.
        case local = 1
        /// By a text that is neither.
        case other = 2

        /// Orders what says most first.
        public static func < (left: Naming, right: Naming) -> Bool { left.rawValue < right.rawValue }
    }

    /// Which container runs which image. Only who runs what is state; in how many Pods, and under what name, is not.
    public struct ID: Sendable, Hashable, Comparable {
        /// The container, of a workload or of any other owner.
        public let container: Container.ID
        /// What ``name`` is.
        public let naming: Naming
        /// A digest, or the text that stands in its place.
        public let name: String

        /// Compares bytes.
        public static func == (left: ID, right: ID) -> Bool {
            left.naming == right.naming && left.name.hasSameBytes(as: right.name) && left.container == right.container
        }

        /// Orders by container, and what was pulled first.
        public static func < (left: ID, right: ID) -> Bool {
            if left.container != right.container { return left.container < right.container }
            if left.naming != right.naming { return left.naming < right.naming }
            return left.name.isBefore(right.name) ?? false
        }
    }

    /// What is told of it when it is first seen.
    public struct State: Sendable, Hashable {
        /// What the container runtime called the image.
        @Exact public var image: String
        /// When the first of the containers that run it was started.
        public var startedAt: Instant?
        /// In how many Pods it runs, as of the last look that saw them all. No state: it is overwritten, and no seal has it.
        public var pods: Int64 = 0
    }

    /// Which container runs which image.
    public var id: ID {
        let naming: Naming = imageID.digest != nil ? .pulled : imageID.localID != nil ? .local : .other
        return ID(
            container: Container.ID(workload: owner, isInit: isInit, name: container), naming: naming, name: imageID.key)
    }

    /// What is told of it.
    public var state: State { State(image: image, startedAt: startedAt, pods: pods) }
}

extension RunningImage.State: FieldList {
    @usableFromInline package static var blank: RunningImage.State { RunningImage.State(image: "") }

    @inlinable
    package mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        try visitor.image(FieldName("image", column: "reference_id"), &image)
        try visitor.instant("started_at", &startedAt)
    }
}

extension StandingState {
    /// An image that a container's Pods run.
    public struct KnownRunning: Sendable, Equatable {
        /// Which container, and which image.
        public let id: RunningImage.ID
        /// What was told of it.
        public var state: RunningImage.State
    }
}

extension StandingState.KnownRunning: Named {}
extension RunningImage: Named {}
