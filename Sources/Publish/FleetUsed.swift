public import Questions
internal import Record

extension FleetReader {
    /// Who ever ran an image in any cluster.
    ///
    /// What a workload ever ran, or who was ever tied to a tag, is asked of one cluster.
    public func used(_ text: String, _ filter: Filter) throws -> Answer {
        guard let answer = try usedInFleet(text, filter) else {
            throw FleetError.needsCluster(server: path, clusters: try clusters().map(\.cluster))
        }
        return answer
    }
}
