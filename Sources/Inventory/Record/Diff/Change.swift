public import Model
internal import Texts

/// One thing that differs between what stood and what a snapshot shows: opened, changed, or closed.
///
/// Replaying a snapshot's changes in order over the state before gives the state after.
public enum Change: Sendable, Hashable {
    /// What was looked at, and with what outcome.
    case coverage(Coverage.Scope, before: Coverage?, after: Coverage?)
    /// A workload without its containers.
    case workload(Workload.ID, before: Workload.State?, after: Workload.State?)
    /// One container of a workload.
    case container(Container.ID, before: Container.State?, after: Container.State?)
    /// An image stream without its tags.
    case imageStream(ImageStream.ID, before: ImageStream?, after: ImageStream?)
    /// Where a tag points, what it follows, how its import fares.
    case imageStreamTag(ImageStreamTag.ID, before: ImageStreamTag.State?, after: ImageStreamTag.State?)
    /// An image that a container's Pods run.
    case running(RunningImage.ID, before: RunningImage.State?, after: RunningImage.State?)
}

extension Container {
    /// Which container it is.
    public struct ID: Sendable, Hashable, Comparable {
        /// The workload it belongs to.
        public let workload: Workload.ID
        /// Whether it is an init container.
        public let isInit: Bool
        /// Its name.
        public let name: String

        /// Compares bytes.
        public static func == (left: ID, right: ID) -> Bool {
            left.isInit == right.isInit && left.name.hasSameBytes(as: right.name) && left.workload == right.workload
        }

        /// Orders by workload, init containers first, and name.
        public static func < (left: ID, right: ID) -> Bool {
            if left.workload != right.workload { return left.workload < right.workload }
            if left.isInit != right.isInit { return left.isInit }
            return left.name.isBefore(right.name) ?? false
        }
    }
}
